BEGIN TRANSACTION;
CREATE TABLE action (
	seq INTEGER NOT NULL, 
	action VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "action" VALUES(1,'A-001','{"action":"Agree a protocol","due":"2026-03-31","due_text":"31/3/2026","interval":92,"number":"1.1","owners":["Ash Police"],"plan":"plan","recommendation":"Share what is known","row":2,"source":"plan.csv"}','2026-10-10T01:42:27+00:00','Ann Öz');
INSERT INTO "action" VALUES(2,'A-002','{"action":"Train staff","due_text":"soon","interval":92,"number":"1.2","owners":["Elm Trust"],"plan":"plan","recommendation":"Share what is known","row":3,"source":"plan.csv"}','2026-10-10T01:42:27+00:00','Ann Öz');
INSERT INTO "action" VALUES(3,'A-003','{"action":"Report to the board","due":"2026-12-31","interval":92,"owners":["Elm Trust"]}','2026-10-10T01:42:28+00:00','Ann Öz');
CREATE TABLE action_act (
	seq INTEGER NOT NULL, 
	action VARCHAR(200) NOT NULL, 
	kind VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "action_act" VALUES(1,'A-001','update','{"history":true,"note":"Draft sent round","row":2}','2026-10-10T01:42:27+00:00','Ann Öz');
INSERT INTO "action_act" VALUES(2,'A-001','status','{"found":"status","said":"Started","state":"on track"}','2026-10-10T01:42:27+00:00','Ann Öz');
INSERT INTO "action_act" VALUES(3,'A-002','status','{"found":"status","said":"Whatever"}','2026-10-10T01:42:27+00:00','Ann Öz');
INSERT INTO "action_act" VALUES(4,'A-001','update','{"by":"Ann Öz","note":"Booked","on":"2026-10-10","state":"on track"}','2026-10-10T01:42:29+00:00','Ann Öz');
INSERT INTO "action_act" VALUES(5,'A-001','assurance','{"basis":"document held","by":"Ann Öz","evidence":"Protocol v1","on":"2026-10-10","where":"shared drive"}','2026-10-10T01:42:30+00:00','Ann Öz');
CREATE TABLE action_plan (
	seq INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "action_plan" VALUES(1,'plan','{"interval":92,"source":"plan.csv","title":"A plan","unread":[["3","Status","Whatever","not a word for a status that is known; no state is taken from it"],["3","Due date","soon","no date in it that is certain; the words are kept"]]}','2026-10-10T01:42:27+00:00','Ann Öz');
CREATE TABLE action_read (
	seq INTEGER NOT NULL, 
	action VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "action_read" VALUES(1,'A-001','{"action":{"action":"Agree a protocol","due":"2026-03-31","due_text":"31/3/2026","interval":92,"number":"1.1","owners":["Ash Police"],"plan":"plan","recommendation":"Share what is known","row":2,"source":"plan.csv"},"status":["on track","started"]}','2026-10-10T01:42:27+00:00','Ann Öz');
INSERT INTO "action_read" VALUES(2,'A-002','{"action":{"action":"Train staff","due_text":"soon","interval":92,"number":"1.2","owners":["Elm Trust"],"plan":"plan","recommendation":"Share what is known","row":3,"source":"plan.csv"},"status":["","whatever"]}','2026-10-10T01:42:27+00:00','Ann Öz');
CREATE TABLE agency (
	seq INTEGER NOT NULL, 
	code VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "agency" VALUES(1,'police','{"chief_officer":"","code":"police","contact":"Jo, jo@ash.example","duties":[],"kinds":["police"],"name":"Ash Police","parent":"","substitute":""}','2026-11-23T01:39:51+00:00','Ann Öz');
INSERT INTO "agency" VALUES(2,'elm','{"chief_officer":"","code":"elm","contact":"","duties":[],"kinds":["health"],"name":"Elm Trust","parent":"","substitute":""}','2026-11-23T01:40:05+00:00','Ann Öz');
INSERT INTO "agency" VALUES(3,'elan','{"chief_officer":"","code":"elan","contact":"","duties":[],"kinds":["voluntary"],"name":"Élan “Trust”","parent":"","substitute":""}','2026-11-23T01:40:18+00:00','Ann Öz');
INSERT INTO "agency" VALUES(4,'elm','{"chief_officer":"","code":"elm","contact":"Bo","duties":[],"kinds":["health"],"name":"Elm Trust","parent":"","substitute":""}','2026-11-23T01:40:29+00:00','Ann Öz');
CREATE TABLE agency_code (
	seq INTEGER NOT NULL, 
	agency VARCHAR(200) NOT NULL, 
	number INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "agency_code" VALUES(1,'elan',60,'2026-10-10T01:42:34+00:00','Ann Öz');
INSERT INTO "agency_code" VALUES(2,'elm',11,'2026-10-10T01:42:34+00:00','Ann Öz');
INSERT INTO "agency_code" VALUES(3,'police',56,'2026-10-10T01:42:34+00:00','Ann Öz');
CREATE TABLE answer (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	agency VARCHAR(200) NOT NULL, 
	subject VARCHAR(200) NOT NULL, 
	question VARCHAR(200) NOT NULL, 
	version INTEGER NOT NULL, 
	block TEXT NOT NULL, 
	reading INTEGER DEFAULT '1' NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "answer" VALUES(1,1,'police','police','A1',1,'{"comment":"Said at the board''s table; 100 % naïve “quotes” 😀 \\n","value":"met"}',1,'2026-01-10T01:40:37+00:00','Ann Öz');
INSERT INTO "answer" VALUES(2,1,'police','police','A2',1,'{"value":"partly"}',1,'2026-01-10T01:40:37+00:00','Ann Öz');
INSERT INTO "answer" VALUES(3,1,'police','police','B1',1,'{"action":{"what":"Train them","when":"2026-12-01","who":"Head"},"value":"not-met"}',1,'2026-01-10T01:40:37+00:00','Ann Öz');
INSERT INTO "answer" VALUES(4,1,'police','police','A2',2,'{"value":"met"}',1,'2026-01-10T01:40:50+00:00','Ann Öz');
INSERT INTO "answer" VALUES(5,1,'elm','elm','A1',1,'{"value":"met"}',1,'2026-01-10T01:40:57+00:00','Ann Öz');
INSERT INTO "answer" VALUES(6,1,'elm','elm','A2',1,'{"value":"met"}',1,'2026-01-10T01:40:57+00:00','Ann Öz');
INSERT INTO "answer" VALUES(7,1,'elm','elm','B1',1,'{"value":"met"}',1,'2026-01-10T01:40:57+00:00','Ann Öz');
INSERT INTO "answer" VALUES(8,2,'elm','elm','A1',1,'{"comment":"Said at the board''s table; 100 % naïve “quotes” 😀 \\n","value":"met"}',1,'2026-10-10T01:41:18+00:00','Ann Öz');
INSERT INTO "answer" VALUES(9,2,'elm','elm','A2',1,'{"value":"partly"}',1,'2026-10-10T01:41:18+00:00','Ann Öz');
INSERT INTO "answer" VALUES(10,2,'elm','elm','B1',1,'{"action":{"what":"Train them","when":"2026-12-01","who":"Head"},"value":"not-met"}',1,'2026-10-10T01:41:18+00:00','Ann Öz');
INSERT INTO "answer" VALUES(11,2,'elan','elan','A1',1,'{"value":"partly"}',1,'2026-10-10T01:41:41+00:00','Ann Öz');
INSERT INTO "answer" VALUES(12,2,'elan','elan','A2',1,'{"value":"met"}',1,'2026-10-10T01:41:41+00:00','Ann Öz');
INSERT INTO "answer" VALUES(13,3,'police','C-01','A1',1,'{"value":"met"}',1,'2026-10-10T01:42:14+00:00','Ann Öz');
INSERT INTO "answer" VALUES(14,3,'police','C-01','A2',1,'{"value":"met"}',1,'2026-10-10T01:42:14+00:00','Ann Öz');
INSERT INTO "answer" VALUES(15,3,'police','C-01','B1',1,'{"value":"not-met"}',1,'2026-10-10T01:42:14+00:00','Ann Öz');
INSERT INTO "answer" VALUES(16,3,'police','C-01','A1',1,'{"value":"met"}',2,'2026-10-10T01:42:16+00:00','Ben');
INSERT INTO "answer" VALUES(17,3,'police','C-01','A2',1,'{"value":"partly"}',2,'2026-10-10T01:42:16+00:00','Ben');
INSERT INTO "answer" VALUES(18,3,'police','C-01','B1',1,'{"value":"not-met"}',2,'2026-10-10T01:42:16+00:00','Ben');
CREATE TABLE brought (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	agency VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "brought" VALUES(1,2,'police','{"A1":{"answer":{"comment":"Said at the board''s table; 100 % naïve “quotes” 😀 \\n","value":"met"},"label":"Met","moderated":"Partly met","revised":"","round":"Old","same":true,"signed":"2026-01-10","text":"Somebody on the board leads."},"A2":{"answer":{"value":"met"},"label":"Met","moderated":"","revised":"","round":"Old","same":true,"signed":"2026-01-10","text":"Staff know who that is."},"B1":{"answer":{"action":{"what":"Train them","when":"2026-12-01","who":"Head"},"value":"not-met"},"label":"Not met","moderated":"","revised":"","round":"Old","same":true,"signed":"2026-01-10","text":"Staff are trained in time."}}','2026-10-02T01:41:14+00:00','Ann Öz');
INSERT INTO "brought" VALUES(2,2,'elm','{"A1":{"answer":{"value":"met"},"label":"Met","moderated":"","revised":"","round":"Old","same":true,"signed":"2026-01-10","text":"Somebody on the board leads."},"A2":{"answer":{"value":"met"},"label":"Met","moderated":"","revised":"","round":"Old","same":true,"signed":"2026-01-10","text":"Staff know who that is."},"B1":{"answer":{"value":"met"},"label":"Met","moderated":"","revised":"","round":"Old","same":true,"signed":"2026-01-10","text":"Staff are trained in time."}}','2026-10-02T01:41:14+00:00','Ann Öz');
CREATE TABLE carried (
	seq INTEGER NOT NULL, 
	sample VARCHAR(200) NOT NULL, 
	unit VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "carried" VALUES(1,'S-001','R-001','["51adf4013cda8751bd7103ec9fb7e1fa47dd20c833be8dcf75a69050b85e6069"]','2026-10-10T01:41:47+00:00','Ann Öz');
INSERT INTO "carried" VALUES(2,'S-001','R-007','["51adf4013cda8751bd7103ec9fb7e1fa47dd20c833be8dcf75a69050b85e6069"]','2026-10-10T01:41:47+00:00','Ann Öz');
INSERT INTO "carried" VALUES(3,'S-001','R-008','["6b31276e412008e01daeec5d87b7b8ca639214a47dc6a7ead7a0dabf4d5c98e9"]','2026-10-10T01:41:47+00:00','Ann Öz');
INSERT INTO "carried" VALUES(4,'S-001','R-009','["51adf4013cda8751bd7103ec9fb7e1fa47dd20c833be8dcf75a69050b85e6069"]','2026-10-10T01:41:47+00:00','Ann Öz');
INSERT INTO "carried" VALUES(5,'S-001','R-010','["6b31276e412008e01daeec5d87b7b8ca639214a47dc6a7ead7a0dabf4d5c98e9"]','2026-10-10T01:41:47+00:00','Ann Öz');
INSERT INTO "carried" VALUES(6,'S-001','R-011','["51adf4013cda8751bd7103ec9fb7e1fa47dd20c833be8dcf75a69050b85e6069"]','2026-10-10T01:41:47+00:00','Ann Öz');
INSERT INTO "carried" VALUES(7,'S-003','R-001','["98b83309c6d792f5c6d0c3c8bdb456131e96460a1b3836ee0b865fee54aa65eb"]','2026-10-10T01:42:10+00:00','root');
INSERT INTO "carried" VALUES(8,'S-003','R-004','["8c326f9aaf22b3f8a0247f2a6575aa36f55d93f3c40bf61bc9554daef349aa9f"]','2026-10-10T01:42:10+00:00','root');
INSERT INTO "carried" VALUES(9,'S-003','R-005','["98b83309c6d792f5c6d0c3c8bdb456131e96460a1b3836ee0b865fee54aa65eb"]','2026-10-10T01:42:10+00:00','root');
INSERT INTO "carried" VALUES(10,'S-003','R-007','["98b83309c6d792f5c6d0c3c8bdb456131e96460a1b3836ee0b865fee54aa65eb"]','2026-10-10T01:42:10+00:00','root');
INSERT INTO "carried" VALUES(11,'S-003','R-008','["8c326f9aaf22b3f8a0247f2a6575aa36f55d93f3c40bf61bc9554daef349aa9f"]','2026-10-10T01:42:10+00:00','root');
INSERT INTO "carried" VALUES(12,'S-003','R-009','["98b83309c6d792f5c6d0c3c8bdb456131e96460a1b3836ee0b865fee54aa65eb"]','2026-10-10T01:42:10+00:00','root');
INSERT INTO "carried" VALUES(13,'S-003','R-010','["8c326f9aaf22b3f8a0247f2a6575aa36f55d93f3c40bf61bc9554daef349aa9f"]','2026-10-10T01:42:10+00:00','root');
INSERT INTO "carried" VALUES(14,'S-003','R-011','["98b83309c6d792f5c6d0c3c8bdb456131e96460a1b3836ee0b865fee54aa65eb"]','2026-10-10T01:42:10+00:00','root');
CREATE TABLE concern (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	subject VARCHAR(200) NOT NULL, 
	question VARCHAR(200) NOT NULL, 
	agency VARCHAR(200) NOT NULL, 
	text TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "concern" VALUES(1,3,'C-01','','police','Seen nobody since May','2026-10-10T01:42:14+00:00','Ann Öz');
CREATE TABLE concern_act (
	seq INTEGER NOT NULL, 
	concern INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	told TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "concern_act" VALUES(1,1,'','Team manager','Visited the same day','2026-10-10T01:42:21+00:00','Ann Öz');
CREATE TABLE expected (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	agency VARCHAR(200) NOT NULL, 
	due VARCHAR(200) NOT NULL, 
	standing VARCHAR(200) NOT NULL, 
	reason TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "expected" VALUES(1,1,'police','2026-01-31','expected','','2026-01-02T01:40:33+00:00','Ann Öz');
INSERT INTO "expected" VALUES(2,1,'elm','2026-01-31','expected','','2026-01-02T01:40:33+00:00','Ann Öz');
INSERT INTO "expected" VALUES(3,1,'elan','2026-01-31','expected','','2026-01-02T01:40:33+00:00','Ann Öz');
INSERT INTO "expected" VALUES(4,1,'elan','2026-01-31','declined','No staff to do it','2026-01-10T01:41:03+00:00','Ann Öz');
INSERT INTO "expected" VALUES(5,2,'police','2026-11-30','expected','','2026-10-02T01:41:14+00:00','Ann Öz');
INSERT INTO "expected" VALUES(6,2,'elm','2026-11-30','expected','','2026-10-02T01:41:14+00:00','Ann Öz');
INSERT INTO "expected" VALUES(7,2,'elan','2026-11-30','expected','','2026-10-02T01:41:14+00:00','Ann Öz');
INSERT INTO "expected" VALUES(8,3,'police','2026-11-30','expected','','2026-10-10T01:41:58+00:00','Ann Öz');
CREATE TABLE finding (
	seq INTEGER NOT NULL, 
	kind VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "finding" VALUES(1,'finding','{"on":"2026-03-03","source":"Child R review","text":"Nobody asked why","themes":["supervision"]}','2026-10-10T01:42:32+00:00','Ann Öz');
CREATE TABLE known_result (
	seq INTEGER NOT NULL, 
	question VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "known_result" VALUES(1,'A1','{"found_by":"","how":"drawn at random","met":14,"of":25,"on":"2024-03-03","said":""}','2026-10-10T01:42:25+00:00','Ann Öz');
CREATE TABLE ledger (
	seq INTEGER NOT NULL, 
	act VARCHAR(200) NOT NULL, 
	sample VARCHAR(200) NOT NULL, 
	content TEXT NOT NULL, 
	previous VARCHAR(200) NOT NULL, 
	digest VARCHAR(200) NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "ledger" VALUES(1,'seal','','{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""}}','0000000000000000000000000000000000000000000000000000000000000000','200d282382c4bf6011e728b4ce00c3ae940d9d5fe5a1de8d449d1e13f5339322','2026-10-10T01:41:47+00:00','Ann Öz');
INSERT INTO "ledger" VALUES(2,'seed','S-001','{"origin":"given","sample":"S-001","seed":"48151623"}','200d282382c4bf6011e728b4ce00c3ae940d9d5fe5a1de8d449d1e13f5339322','d1267b27e4dc1655fdf1607d5eaa1cd01b8b23c92666f9e31f51ac1f26bfaa81','2026-10-10T01:41:47+00:00','Ann Öz');
INSERT INTO "ledger" VALUES(3,'draw','S-001','{"cases":3,"design":{"method":"simple","reserves":null,"size":3},"result":"42d7808441396d90af4c2669393dc2011c715540f6f2344a49715524e7efdb7f","sample":"S-001","sealed":"in the same command"}','d1267b27e4dc1655fdf1607d5eaa1cd01b8b23c92666f9e31f51ac1f26bfaa81','8cc1143851623febed955a28112436c71163555418368325e420977b888f9f28','2026-10-10T01:41:47+00:00','Ann Öz');
INSERT INTO "ledger" VALUES(4,'replace','S-001','{"by_reference":"C-04","by_unit":"R-001","reason":"Closed before the period","reference":"C-02","sample":"S-001","unit":"R-011"}','8cc1143851623febed955a28112436c71163555418368325e420977b888f9f28','b81087e1f74476d138a79428f7e9965bffb0b78b9f36a2b2b513092cb8d7bb3a','2026-10-10T01:41:49+00:00','root');
INSERT INTO "ledger" VALUES(5,'seed','S-002','{"origin":"given","sample":"S-002","seed":"1234567"}','b81087e1f74476d138a79428f7e9965bffb0b78b9f36a2b2b513092cb8d7bb3a','25668b7807d2eb18ea8adef88197989a6382644e45c331a3ec60a74c8b675c41','2026-10-10T01:41:52+00:00','root');
INSERT INTO "ledger" VALUES(6,'draw','S-002','{"cases":2,"design":{"method":"simple","reserves":null,"size":2},"result":"5138d4e9bc4b23dab28f51f02916514bf7866f7aa1b3654ea2d1a97e718bb4d6","sample":"S-002","sealed":"before"}','25668b7807d2eb18ea8adef88197989a6382644e45c331a3ec60a74c8b675c41','fd78bafef04d270130cef69877cd7ff90e4608ce0d5f58d7422f80beba570cfb','2026-10-10T01:41:52+00:00','root');
INSERT INTO "ledger" VALUES(7,'discard','S-002','{"reason":"The wrong list","sample":"S-002"}','fd78bafef04d270130cef69877cd7ff90e4608ce0d5f58d7422f80beba570cfb','86fda0379de6498cc6371305fa8f8db8547cb9e3c6f3040fc194428a1b3e8665','2026-10-10T01:41:55+00:00','root');
INSERT INTO "ledger" VALUES(8,'seed','S-003','{"origin":"given","sample":"S-003","seed":"48151623"}','86fda0379de6498cc6371305fa8f8db8547cb9e3c6f3040fc194428a1b3e8665','c26ea3ec49a46385dd4e927ec8ae6c50c3ec39c7572f81bce24997e7ed160f25','2026-10-10T01:42:10+00:00','root');
INSERT INTO "ledger" VALUES(9,'draw','S-003','{"cases":4,"design":{"extends":"S-001","method":"simple","reserves":null,"size":4},"result":"9633fad7f547c6ca7dc726987ae45212405d5d5b7188a337d19c2c563d7f7a45","sample":"S-003","sealed":"before"}','c26ea3ec49a46385dd4e927ec8ae6c50c3ec39c7572f81bce24997e7ed160f25','a08e93845b52bcb0449dd635cc133ed30266d89951edf7238cbcbd2b50811635','2026-10-10T01:42:10+00:00','root');
INSERT INTO "ledger" VALUES(10,'replace','S-003','{"by_reference":"C-05","by_unit":"R-007","reason":"Closed before the period","reference":"C-02","sample":"S-003","unit":"R-011"}','a08e93845b52bcb0449dd635cc133ed30266d89951edf7238cbcbd2b50811635','f879913a41dfce053995b77e2de090177a67733f11579471de22e1967a7df200','2026-10-10T01:42:10+00:00','root');
INSERT INTO "ledger" VALUES(11,'seal','','{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"726843e9310042f 2b17ce4850b52f4","population":6,"strata":{"":6},"unit":["id"],"where":[]},"source":{"register":"r.csv","rows":6,"sha256":"c9e57fb8fe247cdf86048ac395a020be05bd1ae7b414287af6ac97b1d19e598f","sheet":""}}','f879913a41dfce053995b77e2de090177a67733f11579471de22e1967a7df200','6a91651f9713c7006f2ab979a1e9e8ac2cdc89d94fd245d86235c253894bf41e','2020-01-01T10:02:25+00:00','Ann Öz');
INSERT INTO "ledger" VALUES(12,'seed','S-004','{"origin":"given","sample":"S-004","seed":"99"}','6a91651f9713c7006f2ab979a1e9e8ac2cdc89d94fd245d86235c253894bf41e','48fcac53268d69e0da73023153ce9262ad17f1825865fe2004bc47f29cca8d60','2020-01-01T10:02:25+00:00','Ann Öz');
INSERT INTO "ledger" VALUES(13,'draw','S-004','{"cases":3,"design":{"method":"simple","reserves":null,"size":3},"result":"6ab3b275a43e540c8a388034447e6976d94a294c64427f0a1ad9be10e2abdb67","sample":"S-004","sealed":"in the same command"}','48fcac53268d69e0da73023153ce9262ad17f1825865fe2004bc47f29cca8d60','98ad5e2eaf742da480b74222a16e400b1df0168523bfb7f6f56da70d2ccda4d7','2020-01-01T10:02:25+00:00','Ann Öz');
INSERT INTO "ledger" VALUES(14,'replace','S-004','{"by_reference":"C-04","purged":true,"reason":"[id] was closed before","reference":"C-02","reserve":1,"sample":"S-004"}','98ad5e2eaf742da480b74222a16e400b1df0168523bfb7f6f56da70d2ccda4d7','00ee63b05c1ff84602b832284a69205ae9c7f8f9fbd7dd02dd069e0c739a5dfb','2020-01-01T10:02:25+00:00','Ann Öz');
INSERT INTO "ledger" VALUES(15,'purge','','{"acts":["00ee63b05c1ff84602b832284a69205ae9c7f8f9fbd7dd02dd069e0c739a5dfb"],"before":"2021-01-01","keys":0,"samples":{"S-004":{"is":"dfa205326703e51261cb30c6adc03b2e98873d800145adecfffad17a8ebfa008","was":"f55fa2767614385d15638db54423c850169b3273c9a7635e85ae8a9ec461d08f"}},"signatures":{},"texts":0}','00ee63b05c1ff84602b832284a69205ae9c7f8f9fbd7dd02dd069e0c739a5dfb','2630c5e5a2be5f370b658501a9d0d4244e7e8bb289897a1851e9fdef937638df','2026-10-10T10:02:25+00:00','Ann Öz');
CREATE TABLE meta (
	"key" VARCHAR(40) NOT NULL, 
	value TEXT, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','8');
CREATE TABLE panel (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	subject VARCHAR(200) NOT NULL, 
	question VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "panel" VALUES(1,1,'police','A1','{"assured":"","day":"2026-01-10","evidence":"","giver":"","grade":"partly","on":"met","reason":"No minutes seen","respondent":"police","wanted":""}','2026-01-10T01:41:07+00:00','Ann Öz');
INSERT INTO "panel" VALUES(2,3,'C-01','A2','{"grade":"partly","on":{"police/1":"met","police/2":"partly"},"reason":"So agreed"}','2026-10-10T01:42:19+00:00','Ann Öz');
CREATE TABLE past (
	seq INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	folded VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "past" VALUES(1,'before','before','{"agencies":[["police","Ash Police"],["elm","Elm Trust"]],"cells":[["police","A","band","green","green"],["police","B","band","amber","amber"],["elm","A","band","red","red"],["elm","B","band","green","green"]],"definition":{"catalogue":{"edition":"1","ref":"local/set","scale":"met-partly-not","standards":[{"id":"A","questions":[{"critical":"yes","id":"A1","text":"Somebody on the board leads."},{"id":"A2","text":"Staff know who that is."}],"title":"Leading"},{"id":"B","questions":[{"id":"B1","text":"Staff are trained in time."}],"title":"Learning"}],"title":"Standards"},"holidays":{},"kinds":{"duties":[{"code":"section-11","label":"Section 11","reason":"","words":["s11"]}],"kinds":[{"code":"police","label":"Police","reason":"","words":["constabulary"]},{"code":"health","label":"Health","reason":"","words":["NHS trust"]},{"code":"voluntary","label":"Voluntary and community sector","reason":"","words":["charity"]}]},"ref":"local/ask","scale":{"grades":[{"code":"met","colour":"00703C","definition":"In place and working throughout, and you could show it to a visitor today.","good":"yes","label":"Met","points":"2"},{"code":"partly","colour":"F4A300","definition":"In place for some services or staff, out of date, or there on paper but not in use.","good":"no","label":"Partly met","points":"1"},{"code":"not-met","colour":"D4351C","definition":"Not in place, or so incomplete that nobody should rely on it.","good":"no","label":"Not met","points":"0"},{"code":"n/a","colour":"B1B4B6","definition":"The question is about something that is not done here.","good":"no","label":"Not applicable"}],"title":"Met, partly met, not met"},"template":{"against":"local/set","needs":{"action":["not-met"],"evidence":[]},"title":"Self-assessment"},"themes":{"allegations":"Allegations and concerns about adults","commissioning":"Commissioning and contracts","domestic-abuse":"Domestic abuse and routine enquiry","early-help":"Early help","equality":"Equality and inclusion","escalation":"Escalation","exploitation":"Exploitation and harm outside the home","fathers":"Fathers and significant males","information-sharing":"Information sharing","leadership":"Leadership and governance","missed-appointments":"Missed appointments","online-safety":"Online safety","parental-risk-factors":"Combined parental risk factors","record-keeping":"Record keeping","safer-recruitment":"Safer recruitment and working practice","supervision":"Supervision","training":"Training and induction","voice-of-the-child":"Voice of the child"}},"items":["A","B"],"notes":[],"on":"2024-11-30","period":"","source":{"file":"past.csv","sha256":"3a05e3a11153386c5dccece529f6714b93856568628a4d8dd1ddd41b8132e6b7","sheet":""}}','2026-10-10T01:42:36+00:00','Ann Öz');
CREATE TABLE received (
	seq INTEGER NOT NULL, 
	sha256 VARCHAR(200) NOT NULL, 
	round INTEGER NOT NULL, 
	agency VARCHAR(200) NOT NULL, 
	kind VARCHAR(200) NOT NULL, 
	file TEXT NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "received" VALUES(1,'90ab7f9c5e6c99d108dddc897f37c50f1ebbd5c8447a093dec35240867089c32',2,'elan','form','elan.xlsx','{}','2026-10-10T01:41:36+00:00','Ann Öz');
INSERT INTO "received" VALUES(2,'a499b34a054eb089a18d602492c1e2328393ee89a76e259282e2c3a2a48ca536',2,'elan','table','table.csv','{"taken":["A1","A2"]}','2026-10-10T01:41:41+00:00','Ann Öz');
CREATE TABLE report (
	seq INTEGER NOT NULL, 
	about VARCHAR(200) NOT NULL, 
	audience VARCHAR(200) NOT NULL, 
	day VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "report" VALUES(1,'Old','board','2026-10-10','{"figures":{"critical.agencies":0,"critical.agencies.of":2,"critical.unmet":0,"critical.unmet.of":1,"declined":1,"drafts":0,"evidence.bare":0,"evidence.bare.of":0,"late":0,"panel.changed":1,"returned":2,"returned.of":3,"standard.A.fully":1,"standard.A.fully.of":2,"standard.B.fully":1,"standard.B.fully.of":2},"printed":{}}','2026-10-10T01:42:34+00:00','Ann Öz');
INSERT INTO "report" VALUES(2,'Cases','board','2026-10-10','{"figures":{"concerns.open":0,"concerns.raised":1,"drafts":0,"question.A1.met":1,"question.A1.met.of":1,"question.A2.met":0,"question.A2.met.of":1,"question.B1.met":0,"question.B1.met.of":1,"read":1,"read.of":3},"printed":{}}','2026-10-10T01:42:35+00:00','Ann Öz');
CREATE TABLE response_act (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	agency VARCHAR(200) NOT NULL, 
	subject VARCHAR(200) NOT NULL, 
	act VARCHAR(200) NOT NULL, 
	version INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	day TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	reading INTEGER DEFAULT '1' NOT NULL, 
	block TEXT DEFAULT '{}' NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "response_act" VALUES(1,1,'police','police','sign',1,'A. Khan','Chief Constable','2026-01-10','','927c23f1d71949c09cac9d17bc4740785d840509060d4ecb1f5609077d6f68be',1,'{"words":["police"]}','2026-01-10T01:40:41+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(2,1,'police','police','reopen',2,'','','','Evidence came late','',1,'{}','2026-01-10T01:40:46+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(3,1,'police','police','sign',2,'A. Khan','Chief Constable','2026-01-10','','a16b6b7bcc3fec560b018d87a3f410fdfc88e665bb693d756ad6e7a435d32daf',1,'{"words":["police"]}','2026-01-10T01:40:53+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(4,1,'elm','elm','sign',1,'B. Ray','Chief Nurse','2026-01-10','','eefa62fd677ef61d546bddec51c39287ae6685558e6e1f44fc40005a065d844a',1,'{"words":["health"]}','2026-01-10T01:41:01+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(5,3,'police','C-01','sign',1,'Ann','Auditor','2026-10-10','','d8a76dade21c24b6054a69cae1270784dbd083d3f8f7ddb455fda2b1af42822a',1,'{"words":["police"]}','2026-10-10T01:42:15+00:00','Ann Öz');
CREATE TABLE round (
	seq INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	folded VARCHAR(200) NOT NULL, 
	period VARCHAR(200) NOT NULL, 
	due VARCHAR(200) NOT NULL, 
	digest VARCHAR(200) NOT NULL, 
	definition TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "round" VALUES(1,'Old','old','2025','2026-01-31','602b4e317fb8c65791a140b9766e8ad7da9bd0cf4ab9c6b2939f4e2decc0447e','{"catalogue":{"edition":"1","ref":"local/set","scale":"met-partly-not","standards":[{"id":"A","questions":[{"critical":"yes","id":"A1","text":"Somebody on the board leads."},{"id":"A2","text":"Staff know who that is."}],"title":"Leading"},{"id":"B","questions":[{"id":"B1","text":"Staff are trained in time."}],"title":"Learning"}],"title":"Standards"},"holidays":{},"kinds":{"duties":[{"code":"section-11","label":"Section 11","reason":"","words":["s11"]}],"kinds":[{"code":"police","label":"Police","reason":"","words":["constabulary"]},{"code":"health","label":"Health","reason":"","words":["NHS trust"]},{"code":"voluntary","label":"Voluntary and community sector","reason":"","words":["charity"]}]},"ref":"local/ask","scale":{"grades":[{"code":"met","colour":"00703C","definition":"In place and working throughout, and you could show it to a visitor today.","good":"yes","label":"Met","points":"2"},{"code":"partly","colour":"F4A300","definition":"In place for some services or staff, out of date, or there on paper but not in use.","good":"no","label":"Partly met","points":"1"},{"code":"not-met","colour":"D4351C","definition":"Not in place, or so incomplete that nobody should rely on it.","good":"no","label":"Not met","points":"0"},{"code":"n/a","colour":"B1B4B6","definition":"The question is about something that is not done here.","good":"no","label":"Not applicable"}],"title":"Met, partly met, not met"},"template":{"against":"local/set","needs":{"action":["not-met"],"evidence":[]},"title":"Self-assessment"},"themes":{"allegations":"Allegations and concerns about adults","commissioning":"Commissioning and contracts","domestic-abuse":"Domestic abuse and routine enquiry","early-help":"Early help","equality":"Equality and inclusion","escalation":"Escalation","exploitation":"Exploitation and harm outside the home","fathers":"Fathers and significant males","information-sharing":"Information sharing","leadership":"Leadership and governance","missed-appointments":"Missed appointments","online-safety":"Online safety","parental-risk-factors":"Combined parental risk factors","record-keeping":"Record keeping","safer-recruitment":"Safer recruitment and working practice","supervision":"Supervision","training":"Training and induction","voice-of-the-child":"Voice of the child"}}','2026-01-02T01:40:33+00:00','Ann Öz');
INSERT INTO "round" VALUES(2,'New','new','','2026-11-30','602b4e317fb8c65791a140b9766e8ad7da9bd0cf4ab9c6b2939f4e2decc0447e','{"catalogue":{"edition":"1","ref":"local/set","scale":"met-partly-not","standards":[{"id":"A","questions":[{"critical":"yes","id":"A1","text":"Somebody on the board leads."},{"id":"A2","text":"Staff know who that is."}],"title":"Leading"},{"id":"B","questions":[{"id":"B1","text":"Staff are trained in time."}],"title":"Learning"}],"title":"Standards"},"holidays":{},"kinds":{"duties":[{"code":"section-11","label":"Section 11","reason":"","words":["s11"]}],"kinds":[{"code":"police","label":"Police","reason":"","words":["constabulary"]},{"code":"health","label":"Health","reason":"","words":["NHS trust"]},{"code":"voluntary","label":"Voluntary and community sector","reason":"","words":["charity"]}]},"ref":"local/ask","scale":{"grades":[{"code":"met","colour":"00703C","definition":"In place and working throughout, and you could show it to a visitor today.","good":"yes","label":"Met","points":"2"},{"code":"partly","colour":"F4A300","definition":"In place for some services or staff, out of date, or there on paper but not in use.","good":"no","label":"Partly met","points":"1"},{"code":"not-met","colour":"D4351C","definition":"Not in place, or so incomplete that nobody should rely on it.","good":"no","label":"Not met","points":"0"},{"code":"n/a","colour":"B1B4B6","definition":"The question is about something that is not done here.","good":"no","label":"Not applicable"}],"title":"Met, partly met, not met"},"template":{"against":"local/set","needs":{"action":["not-met"],"evidence":[]},"title":"Self-assessment"},"themes":{"allegations":"Allegations and concerns about adults","commissioning":"Commissioning and contracts","domestic-abuse":"Domestic abuse and routine enquiry","early-help":"Early help","equality":"Equality and inclusion","escalation":"Escalation","exploitation":"Exploitation and harm outside the home","fathers":"Fathers and significant males","information-sharing":"Information sharing","leadership":"Leadership and governance","missed-appointments":"Missed appointments","online-safety":"Online safety","parental-risk-factors":"Combined parental risk factors","record-keeping":"Record keeping","safer-recruitment":"Safer recruitment and working practice","supervision":"Supervision","training":"Training and induction","voice-of-the-child":"Voice of the child"}}','2026-10-02T01:41:14+00:00','Ann Öz');
INSERT INTO "round" VALUES(3,'Cases','cases','','2026-11-30','10501389c18fa3ff360d12aef518fb73f43202f14ffff68b6deaeb67b2e3a0e4','{"catalogue":{"edition":"1","ref":"local/set","scale":"met-partly-not","standards":[{"id":"A","questions":[{"critical":"yes","id":"A1","text":"Somebody on the board leads."},{"id":"A2","text":"Staff know who that is."}],"title":"Leading"},{"id":"B","questions":[{"id":"B1","text":"Staff are trained in time."}],"title":"Learning"}],"title":"Standards"},"holidays":{},"kinds":{"duties":[{"code":"section-11","label":"Section 11","reason":"","words":["s11"]}],"kinds":[{"code":"police","label":"Police","reason":"","words":["constabulary"]},{"code":"health","label":"Health","reason":"","words":["NHS trust"]},{"code":"voluntary","label":"Voluntary and community sector","reason":"","words":["charity"]}]},"ref":"local/case","scale":{"grades":[{"code":"met","colour":"00703C","definition":"In place and working throughout, and you could show it to a visitor today.","good":"yes","label":"Met","points":"2"},{"code":"partly","colour":"F4A300","definition":"In place for some services or staff, out of date, or there on paper but not in use.","good":"no","label":"Partly met","points":"1"},{"code":"not-met","colour":"D4351C","definition":"Not in place, or so incomplete that nobody should rely on it.","good":"no","label":"Not met","points":"0"},{"code":"n/a","colour":"B1B4B6","definition":"The question is about something that is not done here.","good":"no","label":"Not applicable"}],"title":"Met, partly met, not met"},"template":{"against":"local/set","needs":{"action":[],"evidence":[]},"subject":"case","title":"Case audit"},"themes":{"allegations":"Allegations and concerns about adults","commissioning":"Commissioning and contracts","domestic-abuse":"Domestic abuse and routine enquiry","early-help":"Early help","equality":"Equality and inclusion","escalation":"Escalation","exploitation":"Exploitation and harm outside the home","fathers":"Fathers and significant males","information-sharing":"Information sharing","leadership":"Leadership and governance","missed-appointments":"Missed appointments","online-safety":"Online safety","parental-risk-factors":"Combined parental risk factors","record-keeping":"Record keeping","safer-recruitment":"Safer recruitment and working practice","supervision":"Supervision","training":"Training and induction","voice-of-the-child":"Voice of the child"}}','2026-10-10T01:41:58+00:00','Ann Öz');
CREATE TABLE round_act (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	act VARCHAR(200) NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "round_act" VALUES(1,1,'close','2026-01-10T01:41:09+00:00','Ann Öz');
CREATE TABLE round_log (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	act VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "round_log" VALUES(1,2,'bring forward','{"from":"Old"}','2026-10-02T01:41:14+00:00','Ann Öz');
INSERT INTO "round_log" VALUES(2,2,'chase','{"agency":"police","how":"telephone","level":1,"note":"rang","to":["contact"]}','2026-10-10T01:41:43+00:00','Ann Öz');
INSERT INTO "round_log" VALUES(3,3,'case-key','{"agency":"police","cases":3,"columns":["team"],"file":"k.age","sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","to":"passphrase"}','2026-10-10T01:42:06+00:00','Ann Öz');
CREATE TABLE round_plan (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "round_plan" VALUES(1,3,'{"auditors":[],"double":"1","involved":{},"readers":"each","sample":"S-001"}','2026-10-10T01:41:58+00:00','Ann Öz');
INSERT INTO "round_plan" VALUES(2,3,'{"auditors":[],"double":"1","involved":{},"readers":"each","sample":"S-003"}','2026-10-10T01:42:12+00:00','Ann Öz');
CREATE TABLE sample (
	seq INTEGER NOT NULL, 
	id VARCHAR(200) NOT NULL, 
	certificate TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id)
);
INSERT INTO "sample" VALUES(1,'S-001','{"acts":[{"act":"seal","at":"2026-10-10T01:41:47+00:00","by":"Ann Öz","content":{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""}},"digest":"200d282382c4bf6011e728b4ce00c3ae940d9d5fe5a1de8d449d1e13f5339322","previous":"0000000000000000000000000000000000000000000000000000000000000000"},{"act":"seed","at":"2026-10-10T01:41:47+00:00","by":"Ann Öz","content":{"origin":"given","sample":"S-001","seed":"48151623"},"digest":"d1267b27e4dc1655fdf1607d5eaa1cd01b8b23c92666f9e31f51ac1f26bfaa81","previous":"200d282382c4bf6011e728b4ce00c3ae940d9d5fe5a1de8d449d1e13f5339322"},{"act":"draw","at":"2026-10-10T01:41:47+00:00","by":"Ann Öz","content":{"cases":3,"design":{"method":"simple","reserves":null,"size":3},"result":"42d7808441396d90af4c2669393dc2011c715540f6f2344a49715524e7efdb7f","sample":"S-001","sealed":"in the same command"},"digest":"8cc1143851623febed955a28112436c71163555418368325e420977b888f9f28","previous":"d1267b27e4dc1655fdf1607d5eaa1cd01b8b23c92666f9e31f51ac1f26bfaa81"}],"certificate":1,"design":{"method":"simple","reserves":null,"size":3},"digest":"30d7f4a0b9981a1bc7d2a983b52f944fd292b9d06792602fa93156537c16aa93","drawn":[{"place":1,"reference":"C-01","stratum":"","ticket":"12ef42afccd5424774f8dc6ad79c3fbf7a04de60a272d2e7a5dc02af8e6c8b5f","unit":"R-009"},{"place":2,"reference":"C-02","stratum":"","ticket":"19f8d3ae68a52a53cef18fe0519d54764280236ccee4534d3e7b24e3001767cd","unit":"R-011"},{"place":3,"reference":"C-03","stratum":"","ticket":"1aa60f612eb5abafeb705185a91ab97a652fcefe0e1fed311168e085c15f28b2","unit":"R-008"}],"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"id":"S-001","reserves":[{"place":4,"stratum":"","ticket":"48856b44d194eea41f8ce2bd76c98399baf79aa647e13db21b0eb688d5059e0e","unit":"R-001"},{"place":5,"stratum":"","ticket":"4c789d7a020b5d95cd6953c0ad60f509010c3c7500d3e3b6a8064cfe2cf986fd","unit":"R-007"},{"place":6,"stratum":"","ticket":"799d0b172108a2cdcf0be7bf2a11479a163d3f4a8e4e88b2945ba7f1a879940e","unit":"R-010"}],"seed":"48151623","source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""},"sub_samples":{}}','2026-10-10T01:41:47+00:00','Ann Öz');
INSERT INTO "sample" VALUES(2,'S-002','{"acts":[{"act":"seal","at":"2026-10-10T01:41:47+00:00","by":"Ann Öz","content":{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""}},"digest":"200d282382c4bf6011e728b4ce00c3ae940d9d5fe5a1de8d449d1e13f5339322","previous":"0000000000000000000000000000000000000000000000000000000000000000"},{"act":"seed","at":"2026-10-10T01:41:52+00:00","by":"root","content":{"origin":"given","sample":"S-002","seed":"1234567"},"digest":"25668b7807d2eb18ea8adef88197989a6382644e45c331a3ec60a74c8b675c41","previous":"b81087e1f74476d138a79428f7e9965bffb0b78b9f36a2b2b513092cb8d7bb3a"},{"act":"draw","at":"2026-10-10T01:41:52+00:00","by":"root","content":{"cases":2,"design":{"method":"simple","reserves":null,"size":2},"result":"5138d4e9bc4b23dab28f51f02916514bf7866f7aa1b3654ea2d1a97e718bb4d6","sample":"S-002","sealed":"before"},"digest":"fd78bafef04d270130cef69877cd7ff90e4608ce0d5f58d7422f80beba570cfb","previous":"25668b7807d2eb18ea8adef88197989a6382644e45c331a3ec60a74c8b675c41"}],"certificate":1,"design":{"method":"simple","reserves":null,"size":2},"digest":"4832c9dadca06743a545a405ce5e5bda439d104f5d7ea3e4ff3a173766de5cf4","drawn":[{"place":1,"reference":"C-01","stratum":"","ticket":"0fb0f2c5376b6a21459ee8a5083a6862cfe05bfc996dc1ca96c8b20c3ead97d8","unit":"R-008"},{"place":2,"reference":"C-02","stratum":"","ticket":"18a5396dbe4891e86139d82a121a9b4cb4ee23ca3b64e8cb03298e20c71fa183","unit":"R-007"}],"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"id":"S-002","reserves":[{"place":3,"stratum":"","ticket":"2c574642b1a985d7edabdd16b59e767d69b2d6787febac088ee8cbe44da26eec","unit":"R-006"},{"place":4,"stratum":"","ticket":"2df5ceaf1e12559e8a086a5702fbfbaf49b50c6201179ea83b9d3e893dd89cda","unit":"R-002"}],"seed":"1234567","source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""},"sub_samples":{}}','2026-10-10T01:41:52+00:00','root');
INSERT INTO "sample" VALUES(3,'S-003','{"acts":[{"act":"seal","at":"2026-10-10T01:41:47+00:00","by":"Ann Öz","content":{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""}},"digest":"200d282382c4bf6011e728b4ce00c3ae940d9d5fe5a1de8d449d1e13f5339322","previous":"0000000000000000000000000000000000000000000000000000000000000000"},{"act":"seed","at":"2026-10-10T01:42:10+00:00","by":"root","content":{"origin":"given","sample":"S-003","seed":"48151623"},"digest":"c26ea3ec49a46385dd4e927ec8ae6c50c3ec39c7572f81bce24997e7ed160f25","previous":"86fda0379de6498cc6371305fa8f8db8547cb9e3c6f3040fc194428a1b3e8665"},{"act":"draw","at":"2026-10-10T01:42:10+00:00","by":"root","content":{"cases":4,"design":{"extends":"S-001","method":"simple","reserves":null,"size":4},"result":"9633fad7f547c6ca7dc726987ae45212405d5d5b7188a337d19c2c563d7f7a45","sample":"S-003","sealed":"before"},"digest":"a08e93845b52bcb0449dd635cc133ed30266d89951edf7238cbcbd2b50811635","previous":"c26ea3ec49a46385dd4e927ec8ae6c50c3ec39c7572f81bce24997e7ed160f25"}],"certificate":1,"design":{"extends":"S-001","method":"simple","reserves":null,"size":4},"digest":"cd6ee0e53246be51e2d7fdd424939b49184ee7f55b3ec8d530a71281e1b6d89e","drawn":[{"place":1,"reference":"C-01","stratum":"","ticket":"12ef42afccd5424774f8dc6ad79c3fbf7a04de60a272d2e7a5dc02af8e6c8b5f","unit":"R-009"},{"place":2,"reference":"C-02","stratum":"","ticket":"19f8d3ae68a52a53cef18fe0519d54764280236ccee4534d3e7b24e3001767cd","unit":"R-011"},{"place":3,"reference":"C-03","stratum":"","ticket":"1aa60f612eb5abafeb705185a91ab97a652fcefe0e1fed311168e085c15f28b2","unit":"R-008"},{"place":4,"reference":"C-04","stratum":"","ticket":"48856b44d194eea41f8ce2bd76c98399baf79aa647e13db21b0eb688d5059e0e","unit":"R-001"}],"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"id":"S-003","reserves":[{"place":5,"stratum":"","ticket":"4c789d7a020b5d95cd6953c0ad60f509010c3c7500d3e3b6a8064cfe2cf986fd","unit":"R-007"},{"place":6,"stratum":"","ticket":"799d0b172108a2cdcf0be7bf2a11479a163d3f4a8e4e88b2945ba7f1a879940e","unit":"R-010"},{"place":7,"stratum":"","ticket":"7f171bcd48f1bdfc9336ba7da668850eb56cd89dd70393804a540f145ef5fcf3","unit":"R-005"},{"place":8,"stratum":"","ticket":"845960885be43a0ccbde929bbc69301e889dc2da4220c4f1613cc8b56643fc7d","unit":"R-004"}],"seed":"48151623","source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""},"sub_samples":{}}','2026-10-10T01:42:10+00:00','root');
INSERT INTO "sample" VALUES(4,'S-004','{"acts":[{"act":"seal","at":"2020-01-01T10:02:25+00:00","by":"Ann Öz","content":{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"726843e9310042f 2b17ce4850b52f4","population":6,"strata":{"":6},"unit":["id"],"where":[]},"source":{"register":"r.csv","rows":6,"sha256":"c9e57fb8fe247cdf86048ac395a020be05bd1ae7b414287af6ac97b1d19e598f","sheet":""}},"digest":"6a91651f9713c7006f2ab979a1e9e8ac2cdc89d94fd245d86235c253894bf41e","previous":"f879913a41dfce053995b77e2de090177a67733f11579471de22e1967a7df200"},{"act":"seed","at":"2020-01-01T10:02:25+00:00","by":"Ann Öz","content":{"origin":"given","sample":"S-004","seed":"99"},"digest":"48fcac53268d69e0da73023153ce9262ad17f1825865fe2004bc47f29cca8d60","previous":"6a91651f9713c7006f2ab979a1e9e8ac2cdc89d94fd245d86235c253894bf41e"},{"act":"draw","at":"2020-01-01T10:02:25+00:00","by":"Ann Öz","content":{"cases":3,"design":{"method":"simple","reserves":null,"size":3},"result":"6ab3b275a43e540c8a388034447e6976d94a294c64427f0a1ad9be10e2abdb67","sample":"S-004","sealed":"in the same command"},"digest":"98ad5e2eaf742da480b74222a16e400b1df0168523bfb7f6f56da70d2ccda4d7","previous":"48fcac53268d69e0da73023153ce9262ad17f1825865fe2004bc47f29cca8d60"}],"certificate":1,"design":{"method":"simple","reserves":null,"size":3},"digest":"dfa205326703e51261cb30c6adc03b2e98873d800145adecfffad17a8ebfa008","drawn":[{"place":1,"reference":"C-01","stratum":"","ticket":"","unit":"S-004/C-01"},{"place":2,"reference":"C-02","stratum":"","ticket":"","unit":"S-004/C-02"},{"place":3,"reference":"C-03","stratum":"","ticket":"","unit":"S-004/C-03"}],"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"726843e9310042f 2b17ce4850b52f4","population":6,"strata":{"":6},"unit":["id"],"where":[]},"id":"S-004","purged":{"alike":{},"on":"2026-10-10","was":"f55fa2767614385d15638db54423c850169b3273c9a7635e85ae8a9ec461d08f"},"reserves":[{"place":4,"stratum":"","ticket":"","unit":"S-004/C-04"}],"seed":"99","source":{"register":"r.csv","rows":6,"sha256":"c9e57fb8fe247cdf86048ac395a020be05bd1ae7b414287af6ac97b1d19e598f","sheet":""},"sub_samples":{}}','2020-01-01T10:02:25+00:00','Ann Öz');
CREATE TABLE subject (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	reference VARCHAR(200) NOT NULL, 
	act VARCHAR(200) NOT NULL, 
	"key" VARCHAR(200) NOT NULL, 
	agency VARCHAR(200) NOT NULL, 
	reason TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "subject" VALUES(1,3,'C-03','unusable','','','Closed before','2026-10-10T01:42:23+00:00','Ann Öz');
CREATE INDEX ix_round_folded ON round (folded);
CREATE INDEX ix_round_act_round ON round_act (round);
CREATE INDEX ix_expected_round ON expected (round);
CREATE INDEX ix_answer_round ON answer (round);
CREATE INDEX ix_response_act_round ON response_act (round);
CREATE INDEX ix_brought_round ON brought (round);
CREATE INDEX ix_received_sha256 ON received (sha256);
CREATE INDEX ix_received_round ON received (round);
CREATE INDEX ix_round_plan_round ON round_plan (round);
CREATE INDEX ix_subject_round ON subject (round);
CREATE INDEX ix_panel_round ON panel (round);
CREATE INDEX ix_concern_round ON concern (round);
CREATE INDEX ix_concern_act_concern ON concern_act (concern);
CREATE INDEX ix_round_log_round ON round_log (round);
CREATE INDEX ix_carried_sample ON carried (sample);
CREATE INDEX ix_action_plan_name ON action_plan (name);
CREATE INDEX ix_action_action ON action (action);
CREATE INDEX ix_action_read_action ON action_read (action);
CREATE INDEX ix_action_act_action ON action_act (action);
CREATE INDEX ix_report_about ON report (about);
CREATE INDEX ix_past_folded ON past (folded);
CREATE INDEX ix_agency_code_number ON agency_code (number);
CREATE INDEX answer_of ON answer (round, agency);
CREATE INDEX received_of ON received (round, agency);
CREATE INDEX response_act_of ON response_act (round, agency);
COMMIT;
