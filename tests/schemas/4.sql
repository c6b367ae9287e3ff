BEGIN TRANSACTION;
CREATE TABLE agency (
	seq INTEGER NOT NULL, 
	code VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "agency" VALUES(1,'police','{"chief_officer":"","code":"police","contact":"Jo, jo@ash.example","duties":[],"kinds":["police"],"name":"Ash Police","parent":"","substitute":""}','2026-11-23T01:37:40+00:00','Ann Öz');
INSERT INTO "agency" VALUES(2,'elm','{"chief_officer":"","code":"elm","contact":"","duties":[],"kinds":["health"],"name":"Elm Trust","parent":"","substitute":""}','2026-11-23T01:37:50+00:00','Ann Öz');
INSERT INTO "agency" VALUES(3,'elan','{"chief_officer":"","code":"elan","contact":"","duties":[],"kinds":["voluntary"],"name":"Élan “Trust”","parent":"","substitute":""}','2026-11-23T01:38:02+00:00','Ann Öz');
INSERT INTO "agency" VALUES(4,'elm','{"chief_officer":"","code":"elm","contact":"Bo","duties":[],"kinds":["health"],"name":"Elm Trust","parent":"","substitute":""}','2026-11-23T01:38:11+00:00','Ann Öz');
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
INSERT INTO "answer" VALUES(1,1,'police','police','A1',1,'{"comment":"Said at the board''s table; 100 % naïve “quotes” 😀 \\n","value":"met"}',1,'2026-01-10T01:38:17+00:00','Ann Öz');
INSERT INTO "answer" VALUES(2,1,'police','police','A2',1,'{"value":"partly"}',1,'2026-01-10T01:38:17+00:00','Ann Öz');
INSERT INTO "answer" VALUES(3,1,'police','police','B1',1,'{"action":{"what":"Train them","when":"2026-12-01","who":"Head"},"value":"not-met"}',1,'2026-01-10T01:38:17+00:00','Ann Öz');
INSERT INTO "answer" VALUES(4,1,'police','police','A2',2,'{"value":"met"}',1,'2026-01-10T01:38:28+00:00','Ann Öz');
INSERT INTO "answer" VALUES(5,1,'elm','elm','A1',1,'{"value":"met"}',1,'2026-01-10T01:38:39+00:00','Ann Öz');
INSERT INTO "answer" VALUES(6,1,'elm','elm','A2',1,'{"value":"met"}',1,'2026-01-10T01:38:39+00:00','Ann Öz');
INSERT INTO "answer" VALUES(7,1,'elm','elm','B1',1,'{"value":"met"}',1,'2026-01-10T01:38:39+00:00','Ann Öz');
INSERT INTO "answer" VALUES(8,2,'elm','elm','A1',1,'{"comment":"Said at the board''s table; 100 % naïve “quotes” 😀 \\n","value":"met"}',1,'2026-10-10T01:39:06+00:00','Ann Öz');
INSERT INTO "answer" VALUES(9,2,'elm','elm','A2',1,'{"value":"partly"}',1,'2026-10-10T01:39:06+00:00','Ann Öz');
INSERT INTO "answer" VALUES(10,2,'elm','elm','B1',1,'{"action":{"what":"Train them","when":"2026-12-01","who":"Head"},"value":"not-met"}',1,'2026-10-10T01:39:06+00:00','Ann Öz');
INSERT INTO "answer" VALUES(11,2,'elan','elan','A1',1,'{"value":"partly"}',1,'2026-10-10T01:39:42+00:00','Ann Öz');
INSERT INTO "answer" VALUES(12,2,'elan','elan','A2',1,'{"value":"met"}',1,'2026-10-10T01:39:42+00:00','Ann Öz');
INSERT INTO "answer" VALUES(13,3,'police','C-01','A1',1,'{"value":"met"}',1,'2026-10-10T01:41:01+00:00','Ann Öz');
INSERT INTO "answer" VALUES(14,3,'police','C-01','A2',1,'{"value":"met"}',1,'2026-10-10T01:41:01+00:00','Ann Öz');
INSERT INTO "answer" VALUES(15,3,'police','C-01','B1',1,'{"value":"not-met"}',1,'2026-10-10T01:41:01+00:00','Ann Öz');
INSERT INTO "answer" VALUES(16,3,'police','C-01','A1',1,'{"value":"met"}',2,'2026-10-10T01:41:07+00:00','Ben');
INSERT INTO "answer" VALUES(17,3,'police','C-01','A2',1,'{"value":"partly"}',2,'2026-10-10T01:41:07+00:00','Ben');
INSERT INTO "answer" VALUES(18,3,'police','C-01','B1',1,'{"value":"not-met"}',2,'2026-10-10T01:41:07+00:00','Ben');
CREATE TABLE brought (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	agency VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "brought" VALUES(1,2,'police','{"A1":{"answer":{"comment":"Said at the board''s table; 100 % naïve “quotes” 😀 \\n","value":"met"},"label":"Met","moderated":"Partly met","revised":"","round":"Old","same":true,"signed":"2026-01-10","text":"Somebody on the board leads."},"A2":{"answer":{"value":"met"},"label":"Met","moderated":"","revised":"","round":"Old","same":true,"signed":"2026-01-10","text":"Staff know who that is."},"B1":{"answer":{"action":{"what":"Train them","when":"2026-12-01","who":"Head"},"value":"not-met"},"label":"Not met","moderated":"","revised":"","round":"Old","same":true,"signed":"2026-01-10","text":"Staff are trained in time."}}','2026-10-02T01:39:00+00:00','Ann Öz');
INSERT INTO "brought" VALUES(2,2,'elm','{"A1":{"answer":{"value":"met"},"label":"Met","moderated":"","revised":"","round":"Old","same":true,"signed":"2026-01-10","text":"Somebody on the board leads."},"A2":{"answer":{"value":"met"},"label":"Met","moderated":"","revised":"","round":"Old","same":true,"signed":"2026-01-10","text":"Staff know who that is."},"B1":{"answer":{"value":"met"},"label":"Met","moderated":"","revised":"","round":"Old","same":true,"signed":"2026-01-10","text":"Staff are trained in time."}}','2026-10-02T01:39:00+00:00','Ann Öz');
CREATE TABLE carried (
	seq INTEGER NOT NULL, 
	sample VARCHAR(200) NOT NULL, 
	unit VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "carried" VALUES(1,'S-001','R-001','["afab2b250a78de9178ce43ec36e410f25bf93b23a4e71e5545e477caa2724131"]','2026-10-10T01:39:58+00:00','Ann Öz');
INSERT INTO "carried" VALUES(2,'S-001','R-007','["afab2b250a78de9178ce43ec36e410f25bf93b23a4e71e5545e477caa2724131"]','2026-10-10T01:39:58+00:00','Ann Öz');
INSERT INTO "carried" VALUES(3,'S-001','R-008','["16380589444b9fc1ec3d2778398ee48339f01d1f19ae154abbf7860d6e21dec0"]','2026-10-10T01:39:58+00:00','Ann Öz');
INSERT INTO "carried" VALUES(4,'S-001','R-009','["afab2b250a78de9178ce43ec36e410f25bf93b23a4e71e5545e477caa2724131"]','2026-10-10T01:39:58+00:00','Ann Öz');
INSERT INTO "carried" VALUES(5,'S-001','R-010','["16380589444b9fc1ec3d2778398ee48339f01d1f19ae154abbf7860d6e21dec0"]','2026-10-10T01:39:58+00:00','Ann Öz');
INSERT INTO "carried" VALUES(6,'S-001','R-011','["afab2b250a78de9178ce43ec36e410f25bf93b23a4e71e5545e477caa2724131"]','2026-10-10T01:39:58+00:00','Ann Öz');
INSERT INTO "carried" VALUES(7,'S-003','R-001','["44b7d3f020647ea67db42fa050838c88e224b9786e73a4f0b85e9c342806cea1"]','2026-10-10T01:40:55+00:00','root');
INSERT INTO "carried" VALUES(8,'S-003','R-004','["3b2c31cdf7ad061ceee91262f84f6fb2d79b35b059368bf0daee3e2a5604174d"]','2026-10-10T01:40:55+00:00','root');
INSERT INTO "carried" VALUES(9,'S-003','R-005','["44b7d3f020647ea67db42fa050838c88e224b9786e73a4f0b85e9c342806cea1"]','2026-10-10T01:40:55+00:00','root');
INSERT INTO "carried" VALUES(10,'S-003','R-007','["44b7d3f020647ea67db42fa050838c88e224b9786e73a4f0b85e9c342806cea1"]','2026-10-10T01:40:55+00:00','root');
INSERT INTO "carried" VALUES(11,'S-003','R-008','["3b2c31cdf7ad061ceee91262f84f6fb2d79b35b059368bf0daee3e2a5604174d"]','2026-10-10T01:40:55+00:00','root');
INSERT INTO "carried" VALUES(12,'S-003','R-009','["44b7d3f020647ea67db42fa050838c88e224b9786e73a4f0b85e9c342806cea1"]','2026-10-10T01:40:55+00:00','root');
INSERT INTO "carried" VALUES(13,'S-003','R-010','["3b2c31cdf7ad061ceee91262f84f6fb2d79b35b059368bf0daee3e2a5604174d"]','2026-10-10T01:40:55+00:00','root');
INSERT INTO "carried" VALUES(14,'S-003','R-011','["44b7d3f020647ea67db42fa050838c88e224b9786e73a4f0b85e9c342806cea1"]','2026-10-10T01:40:55+00:00','root');
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
INSERT INTO "concern" VALUES(1,3,'C-01','','police','Seen nobody since May','2026-10-10T01:41:01+00:00','Ann Öz');
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
INSERT INTO "concern_act" VALUES(1,1,'','Team manager','Visited the same day','2026-10-10T01:41:24+00:00','Ann Öz');
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
INSERT INTO "expected" VALUES(1,1,'police','2026-01-31','expected','','2026-01-02T01:38:14+00:00','Ann Öz');
INSERT INTO "expected" VALUES(2,1,'elm','2026-01-31','expected','','2026-01-02T01:38:14+00:00','Ann Öz');
INSERT INTO "expected" VALUES(3,1,'elan','2026-01-31','expected','','2026-01-02T01:38:14+00:00','Ann Öz');
INSERT INTO "expected" VALUES(4,1,'elan','2026-01-31','declined','No staff to do it','2026-01-10T01:38:48+00:00','Ann Öz');
INSERT INTO "expected" VALUES(5,2,'police','2026-11-30','expected','','2026-10-02T01:39:00+00:00','Ann Öz');
INSERT INTO "expected" VALUES(6,2,'elm','2026-11-30','expected','','2026-10-02T01:39:00+00:00','Ann Öz');
INSERT INTO "expected" VALUES(7,2,'elan','2026-11-30','expected','','2026-10-02T01:39:00+00:00','Ann Öz');
INSERT INTO "expected" VALUES(8,3,'police','2026-11-30','expected','','2026-10-10T01:40:23+00:00','Ann Öz');
CREATE TABLE known_result (
	seq INTEGER NOT NULL, 
	question VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "known_result" VALUES(1,'A1','{"found_by":"","how":"drawn at random","met":14,"of":25,"on":"2024-03-03","said":""}','2026-10-10T01:41:33+00:00','Ann Öz');
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
INSERT INTO "ledger" VALUES(1,'seal','','{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""}}','0000000000000000000000000000000000000000000000000000000000000000','807aae9e74c0f6b6db02a838147f75bc67655c72de5ce7d14ec472aca545ed45','2026-10-10T01:39:58+00:00','Ann Öz');
INSERT INTO "ledger" VALUES(2,'seed','S-001','{"origin":"given","sample":"S-001","seed":"48151623"}','807aae9e74c0f6b6db02a838147f75bc67655c72de5ce7d14ec472aca545ed45','aa4491f7cc61b7cf51e5821d83e71d58f247d126748b2167f8174f338d399095','2026-10-10T01:39:58+00:00','Ann Öz');
INSERT INTO "ledger" VALUES(3,'draw','S-001','{"cases":3,"design":{"method":"simple","reserves":null,"size":3},"result":"42d7808441396d90af4c2669393dc2011c715540f6f2344a49715524e7efdb7f","sample":"S-001","sealed":"in the same command"}','aa4491f7cc61b7cf51e5821d83e71d58f247d126748b2167f8174f338d399095','0d5d8efbc57604fd571d03d6d2394de57b0ad68bcde1fbd2fd57492a33d2471b','2026-10-10T01:39:58+00:00','Ann Öz');
INSERT INTO "ledger" VALUES(4,'replace','S-001','{"by_reference":"C-04","by_unit":"R-001","reason":"Closed before the period","reference":"C-02","sample":"S-001","unit":"R-011"}','0d5d8efbc57604fd571d03d6d2394de57b0ad68bcde1fbd2fd57492a33d2471b','0e16b65f2ab006ecd24728f4ed4e7a7637c4e4148d7a73e74c420632b3821e94','2026-10-10T01:40:05+00:00','root');
INSERT INTO "ledger" VALUES(5,'seed','S-002','{"origin":"given","sample":"S-002","seed":"1234567"}','0e16b65f2ab006ecd24728f4ed4e7a7637c4e4148d7a73e74c420632b3821e94','a8638534b33ae07f63fe3e70040a052fbc0b66872c9243d2f4c9e7740642c68f','2026-10-10T01:40:11+00:00','root');
INSERT INTO "ledger" VALUES(6,'draw','S-002','{"cases":2,"design":{"method":"simple","reserves":null,"size":2},"result":"5138d4e9bc4b23dab28f51f02916514bf7866f7aa1b3654ea2d1a97e718bb4d6","sample":"S-002","sealed":"before"}','a8638534b33ae07f63fe3e70040a052fbc0b66872c9243d2f4c9e7740642c68f','379237a61c9b05ef1eb5c85a8c48bd5ad0ad2f2ffb8906dd0d39971404a738f5','2026-10-10T01:40:11+00:00','root');
INSERT INTO "ledger" VALUES(7,'discard','S-002','{"reason":"The wrong list","sample":"S-002"}','379237a61c9b05ef1eb5c85a8c48bd5ad0ad2f2ffb8906dd0d39971404a738f5','d919abc7b0b5e694d47dedbf485ec27a7e1a98d250ab79a7b90ad5dc0493165d','2026-10-10T01:40:18+00:00','root');
INSERT INTO "ledger" VALUES(8,'seed','S-003','{"origin":"given","sample":"S-003","seed":"48151623"}','d919abc7b0b5e694d47dedbf485ec27a7e1a98d250ab79a7b90ad5dc0493165d','7a0093daee3bdd8551835c42973830f582ff996d3d30a4945fcdf959dd694053','2026-10-10T01:40:55+00:00','root');
INSERT INTO "ledger" VALUES(9,'draw','S-003','{"cases":4,"design":{"extends":"S-001","method":"simple","reserves":null,"size":4},"result":"9633fad7f547c6ca7dc726987ae45212405d5d5b7188a337d19c2c563d7f7a45","sample":"S-003","sealed":"before"}','7a0093daee3bdd8551835c42973830f582ff996d3d30a4945fcdf959dd694053','e3b186830efa2a6e08fbcf22d6f18cf276ebb100d045e9726e8255b85ed8c64c','2026-10-10T01:40:55+00:00','root');
INSERT INTO "ledger" VALUES(10,'replace','S-003','{"by_reference":"C-05","by_unit":"R-007","reason":"Closed before the period","reference":"C-02","sample":"S-003","unit":"R-011"}','e3b186830efa2a6e08fbcf22d6f18cf276ebb100d045e9726e8255b85ed8c64c','50ce9192ee5ffa6367542391fc7b23bfabc0c762ed7ca1252a25f47e659058f3','2026-10-10T01:40:55+00:00','root');
CREATE TABLE meta (
	"key" VARCHAR(40) NOT NULL, 
	value TEXT, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','4');
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
INSERT INTO "panel" VALUES(1,1,'police','A1','{"assured":"","day":"2026-01-10","evidence":"","giver":"","grade":"partly","on":"met","reason":"No minutes seen","respondent":"police","wanted":""}','2026-01-10T01:38:52+00:00','Ann Öz');
INSERT INTO "panel" VALUES(2,3,'C-01','A2','{"grade":"partly","on":{"police/1":"met","police/2":"partly"},"reason":"So agreed"}','2026-10-10T01:41:20+00:00','Ann Öz');
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
INSERT INTO "received" VALUES(1,'551488b1e4e9dda2b747507e98a48b5a5d05127bf805bc5ad7d7d736182b832b',2,'elan','form','elan.xlsx','{}','2026-10-10T01:39:26+00:00','Ann Öz');
INSERT INTO "received" VALUES(2,'a499b34a054eb089a18d602492c1e2328393ee89a76e259282e2c3a2a48ca536',2,'elan','table','table.csv','{"taken":["A1","A2"]}','2026-10-10T01:39:42+00:00','Ann Öz');
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
INSERT INTO "response_act" VALUES(1,1,'police','police','sign',1,'A. Khan','Chief Constable','2026-01-10','','927c23f1d71949c09cac9d17bc4740785d840509060d4ecb1f5609077d6f68be',1,'{"words":["police"]}','2026-01-10T01:38:21+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(2,1,'police','police','reopen',2,'','','','Evidence came late','',1,'{}','2026-01-10T01:38:24+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(3,1,'police','police','sign',2,'A. Khan','Chief Constable','2026-01-10','','a16b6b7bcc3fec560b018d87a3f410fdfc88e665bb693d756ad6e7a435d32daf',1,'{"words":["police"]}','2026-01-10T01:38:35+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(4,1,'elm','elm','sign',1,'B. Ray','Chief Nurse','2026-01-10','','eefa62fd677ef61d546bddec51c39287ae6685558e6e1f44fc40005a065d844a',1,'{"words":["health"]}','2026-01-10T01:38:44+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(5,3,'police','C-01','sign',1,'Ann','Auditor','2026-10-10','','d8a76dade21c24b6054a69cae1270784dbd083d3f8f7ddb455fda2b1af42822a',1,'{"words":["police"]}','2026-10-10T01:41:03+00:00','Ann Öz');
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
INSERT INTO "round" VALUES(1,'Old','old','2025','2026-01-31','602b4e317fb8c65791a140b9766e8ad7da9bd0cf4ab9c6b2939f4e2decc0447e','{"catalogue":{"edition":"1","ref":"local/set","scale":"met-partly-not","standards":[{"id":"A","questions":[{"critical":"yes","id":"A1","text":"Somebody on the board leads."},{"id":"A2","text":"Staff know who that is."}],"title":"Leading"},{"id":"B","questions":[{"id":"B1","text":"Staff are trained in time."}],"title":"Learning"}],"title":"Standards"},"holidays":{},"kinds":{"duties":[{"code":"section-11","label":"Section 11","reason":"","words":["s11"]}],"kinds":[{"code":"police","label":"Police","reason":"","words":["constabulary"]},{"code":"health","label":"Health","reason":"","words":["NHS trust"]},{"code":"voluntary","label":"Voluntary and community sector","reason":"","words":["charity"]}]},"ref":"local/ask","scale":{"grades":[{"code":"met","colour":"00703C","definition":"In place and working throughout, and you could show it to a visitor today.","good":"yes","label":"Met","points":"2"},{"code":"partly","colour":"F4A300","definition":"In place for some services or staff, out of date, or there on paper but not in use.","good":"no","label":"Partly met","points":"1"},{"code":"not-met","colour":"D4351C","definition":"Not in place, or so incomplete that nobody should rely on it.","good":"no","label":"Not met","points":"0"},{"code":"n/a","colour":"B1B4B6","definition":"The question is about something that is not done here.","good":"no","label":"Not applicable"}],"title":"Met, partly met, not met"},"template":{"against":"local/set","needs":{"action":["not-met"],"evidence":[]},"title":"Self-assessment"},"themes":{"allegations":"Allegations and concerns about adults","commissioning":"Commissioning and contracts","domestic-abuse":"Domestic abuse and routine enquiry","early-help":"Early help","equality":"Equality and inclusion","escalation":"Escalation","exploitation":"Exploitation and harm outside the home","fathers":"Fathers and significant males","information-sharing":"Information sharing","leadership":"Leadership and governance","missed-appointments":"Missed appointments","online-safety":"Online safety","parental-risk-factors":"Combined parental risk factors","record-keeping":"Record keeping","safer-recruitment":"Safer recruitment and working practice","supervision":"Supervision","training":"Training and induction","voice-of-the-child":"Voice of the child"}}','2026-01-02T01:38:14+00:00','Ann Öz');
INSERT INTO "round" VALUES(2,'New','new','','2026-11-30','602b4e317fb8c65791a140b9766e8ad7da9bd0cf4ab9c6b2939f4e2decc0447e','{"catalogue":{"edition":"1","ref":"local/set","scale":"met-partly-not","standards":[{"id":"A","questions":[{"critical":"yes","id":"A1","text":"Somebody on the board leads."},{"id":"A2","text":"Staff know who that is."}],"title":"Leading"},{"id":"B","questions":[{"id":"B1","text":"Staff are trained in time."}],"title":"Learning"}],"title":"Standards"},"holidays":{},"kinds":{"duties":[{"code":"section-11","label":"Section 11","reason":"","words":["s11"]}],"kinds":[{"code":"police","label":"Police","reason":"","words":["constabulary"]},{"code":"health","label":"Health","reason":"","words":["NHS trust"]},{"code":"voluntary","label":"Voluntary and community sector","reason":"","words":["charity"]}]},"ref":"local/ask","scale":{"grades":[{"code":"met","colour":"00703C","definition":"In place and working throughout, and you could show it to a visitor today.","good":"yes","label":"Met","points":"2"},{"code":"partly","colour":"F4A300","definition":"In place for some services or staff, out of date, or there on paper but not in use.","good":"no","label":"Partly met","points":"1"},{"code":"not-met","colour":"D4351C","definition":"Not in place, or so incomplete that nobody should rely on it.","good":"no","label":"Not met","points":"0"},{"code":"n/a","colour":"B1B4B6","definition":"The question is about something that is not done here.","good":"no","label":"Not applicable"}],"title":"Met, partly met, not met"},"template":{"against":"local/set","needs":{"action":["not-met"],"evidence":[]},"title":"Self-assessment"},"themes":{"allegations":"Allegations and concerns about adults","commissioning":"Commissioning and contracts","domestic-abuse":"Domestic abuse and routine enquiry","early-help":"Early help","equality":"Equality and inclusion","escalation":"Escalation","exploitation":"Exploitation and harm outside the home","fathers":"Fathers and significant males","information-sharing":"Information sharing","leadership":"Leadership and governance","missed-appointments":"Missed appointments","online-safety":"Online safety","parental-risk-factors":"Combined parental risk factors","record-keeping":"Record keeping","safer-recruitment":"Safer recruitment and working practice","supervision":"Supervision","training":"Training and induction","voice-of-the-child":"Voice of the child"}}','2026-10-02T01:39:00+00:00','Ann Öz');
INSERT INTO "round" VALUES(3,'Cases','cases','','2026-11-30','10501389c18fa3ff360d12aef518fb73f43202f14ffff68b6deaeb67b2e3a0e4','{"catalogue":{"edition":"1","ref":"local/set","scale":"met-partly-not","standards":[{"id":"A","questions":[{"critical":"yes","id":"A1","text":"Somebody on the board leads."},{"id":"A2","text":"Staff know who that is."}],"title":"Leading"},{"id":"B","questions":[{"id":"B1","text":"Staff are trained in time."}],"title":"Learning"}],"title":"Standards"},"holidays":{},"kinds":{"duties":[{"code":"section-11","label":"Section 11","reason":"","words":["s11"]}],"kinds":[{"code":"police","label":"Police","reason":"","words":["constabulary"]},{"code":"health","label":"Health","reason":"","words":["NHS trust"]},{"code":"voluntary","label":"Voluntary and community sector","reason":"","words":["charity"]}]},"ref":"local/case","scale":{"grades":[{"code":"met","colour":"00703C","definition":"In place and working throughout, and you could show it to a visitor today.","good":"yes","label":"Met","points":"2"},{"code":"partly","colour":"F4A300","definition":"In place for some services or staff, out of date, or there on paper but not in use.","good":"no","label":"Partly met","points":"1"},{"code":"not-met","colour":"D4351C","definition":"Not in place, or so incomplete that nobody should rely on it.","good":"no","label":"Not met","points":"0"},{"code":"n/a","colour":"B1B4B6","definition":"The question is about something that is not done here.","good":"no","label":"Not applicable"}],"title":"Met, partly met, not met"},"template":{"against":"local/set","needs":{"action":[],"evidence":[]},"subject":"case","title":"Case audit"},"themes":{"allegations":"Allegations and concerns about adults","commissioning":"Commissioning and contracts","domestic-abuse":"Domestic abuse and routine enquiry","early-help":"Early help","equality":"Equality and inclusion","escalation":"Escalation","exploitation":"Exploitation and harm outside the home","fathers":"Fathers and significant males","information-sharing":"Information sharing","leadership":"Leadership and governance","missed-appointments":"Missed appointments","online-safety":"Online safety","parental-risk-factors":"Combined parental risk factors","record-keeping":"Record keeping","safer-recruitment":"Safer recruitment and working practice","supervision":"Supervision","training":"Training and induction","voice-of-the-child":"Voice of the child"}}','2026-10-10T01:40:23+00:00','Ann Öz');
CREATE TABLE round_act (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	act VARCHAR(200) NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "round_act" VALUES(1,1,'close','2026-01-10T01:38:55+00:00','Ann Öz');
CREATE TABLE round_log (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	act VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "round_log" VALUES(1,2,'bring forward','{"from":"Old"}','2026-10-02T01:39:00+00:00','Ann Öz');
INSERT INTO "round_log" VALUES(2,2,'chase','{"agency":"police","how":"telephone","level":1,"note":"rang","to":["contact"]}','2026-10-10T01:39:47+00:00','Ann Öz');
INSERT INTO "round_log" VALUES(3,3,'case-key','{"agency":"police","cases":3,"columns":["team"],"file":"k.age","sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","to":"passphrase"}','2026-10-10T01:40:45+00:00','Ann Öz');
CREATE TABLE round_plan (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "round_plan" VALUES(1,3,'{"auditors":[],"double":"1","involved":{},"readers":"each","sample":"S-001"}','2026-10-10T01:40:23+00:00','Ann Öz');
INSERT INTO "round_plan" VALUES(2,3,'{"auditors":[],"double":"1","involved":{},"readers":"each","sample":"S-003"}','2026-10-10T01:40:57+00:00','Ann Öz');
CREATE TABLE sample (
	seq INTEGER NOT NULL, 
	id VARCHAR(200) NOT NULL, 
	certificate TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id)
);
INSERT INTO "sample" VALUES(1,'S-001','{"acts":[{"act":"seal","at":"2026-10-10T01:39:58+00:00","by":"Ann Öz","content":{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""}},"digest":"807aae9e74c0f6b6db02a838147f75bc67655c72de5ce7d14ec472aca545ed45","previous":"0000000000000000000000000000000000000000000000000000000000000000"},{"act":"seed","at":"2026-10-10T01:39:58+00:00","by":"Ann Öz","content":{"origin":"given","sample":"S-001","seed":"48151623"},"digest":"aa4491f7cc61b7cf51e5821d83e71d58f247d126748b2167f8174f338d399095","previous":"807aae9e74c0f6b6db02a838147f75bc67655c72de5ce7d14ec472aca545ed45"},{"act":"draw","at":"2026-10-10T01:39:58+00:00","by":"Ann Öz","content":{"cases":3,"design":{"method":"simple","reserves":null,"size":3},"result":"42d7808441396d90af4c2669393dc2011c715540f6f2344a49715524e7efdb7f","sample":"S-001","sealed":"in the same command"},"digest":"0d5d8efbc57604fd571d03d6d2394de57b0ad68bcde1fbd2fd57492a33d2471b","previous":"aa4491f7cc61b7cf51e5821d83e71d58f247d126748b2167f8174f338d399095"}],"certificate":1,"design":{"method":"simple","reserves":null,"size":3},"digest":"ce0d47ee466af0d3e00785be67843585dcfb4d8a47b42551d14a99248b6f9051","drawn":[{"place":1,"reference":"C-01","stratum":"","ticket":"12ef42afccd5424774f8dc6ad79c3fbf7a04de60a272d2e7a5dc02af8e6c8b5f","unit":"R-009"},{"place":2,"reference":"C-02","stratum":"","ticket":"19f8d3ae68a52a53cef18fe0519d54764280236ccee4534d3e7b24e3001767cd","unit":"R-011"},{"place":3,"reference":"C-03","stratum":"","ticket":"1aa60f612eb5abafeb705185a91ab97a652fcefe0e1fed311168e085c15f28b2","unit":"R-008"}],"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"id":"S-001","reserves":[{"place":4,"stratum":"","ticket":"48856b44d194eea41f8ce2bd76c98399baf79aa647e13db21b0eb688d5059e0e","unit":"R-001"},{"place":5,"stratum":"","ticket":"4c789d7a020b5d95cd6953c0ad60f509010c3c7500d3e3b6a8064cfe2cf986fd","unit":"R-007"},{"place":6,"stratum":"","ticket":"799d0b172108a2cdcf0be7bf2a11479a163d3f4a8e4e88b2945ba7f1a879940e","unit":"R-010"}],"seed":"48151623","source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""},"sub_samples":{}}','2026-10-10T01:39:58+00:00','Ann Öz');
INSERT INTO "sample" VALUES(2,'S-002','{"acts":[{"act":"seal","at":"2026-10-10T01:39:58+00:00","by":"Ann Öz","content":{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""}},"digest":"807aae9e74c0f6b6db02a838147f75bc67655c72de5ce7d14ec472aca545ed45","previous":"0000000000000000000000000000000000000000000000000000000000000000"},{"act":"seed","at":"2026-10-10T01:40:11+00:00","by":"root","content":{"origin":"given","sample":"S-002","seed":"1234567"},"digest":"a8638534b33ae07f63fe3e70040a052fbc0b66872c9243d2f4c9e7740642c68f","previous":"0e16b65f2ab006ecd24728f4ed4e7a7637c4e4148d7a73e74c420632b3821e94"},{"act":"draw","at":"2026-10-10T01:40:11+00:00","by":"root","content":{"cases":2,"design":{"method":"simple","reserves":null,"size":2},"result":"5138d4e9bc4b23dab28f51f02916514bf7866f7aa1b3654ea2d1a97e718bb4d6","sample":"S-002","sealed":"before"},"digest":"379237a61c9b05ef1eb5c85a8c48bd5ad0ad2f2ffb8906dd0d39971404a738f5","previous":"a8638534b33ae07f63fe3e70040a052fbc0b66872c9243d2f4c9e7740642c68f"}],"certificate":1,"design":{"method":"simple","reserves":null,"size":2},"digest":"f898b44c21fb4d9b7616cb5b50c7605a6146b12f9a9226aff679f0300a3c86e4","drawn":[{"place":1,"reference":"C-01","stratum":"","ticket":"0fb0f2c5376b6a21459ee8a5083a6862cfe05bfc996dc1ca96c8b20c3ead97d8","unit":"R-008"},{"place":2,"reference":"C-02","stratum":"","ticket":"18a5396dbe4891e86139d82a121a9b4cb4ee23ca3b64e8cb03298e20c71fa183","unit":"R-007"}],"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"id":"S-002","reserves":[{"place":3,"stratum":"","ticket":"2c574642b1a985d7edabdd16b59e767d69b2d6787febac088ee8cbe44da26eec","unit":"R-006"},{"place":4,"stratum":"","ticket":"2df5ceaf1e12559e8a086a5702fbfbaf49b50c6201179ea83b9d3e893dd89cda","unit":"R-002"}],"seed":"1234567","source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""},"sub_samples":{}}','2026-10-10T01:40:11+00:00','root');
INSERT INTO "sample" VALUES(3,'S-003','{"acts":[{"act":"seal","at":"2026-10-10T01:39:58+00:00","by":"Ann Öz","content":{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""}},"digest":"807aae9e74c0f6b6db02a838147f75bc67655c72de5ce7d14ec472aca545ed45","previous":"0000000000000000000000000000000000000000000000000000000000000000"},{"act":"seed","at":"2026-10-10T01:40:55+00:00","by":"root","content":{"origin":"given","sample":"S-003","seed":"48151623"},"digest":"7a0093daee3bdd8551835c42973830f582ff996d3d30a4945fcdf959dd694053","previous":"d919abc7b0b5e694d47dedbf485ec27a7e1a98d250ab79a7b90ad5dc0493165d"},{"act":"draw","at":"2026-10-10T01:40:55+00:00","by":"root","content":{"cases":4,"design":{"extends":"S-001","method":"simple","reserves":null,"size":4},"result":"9633fad7f547c6ca7dc726987ae45212405d5d5b7188a337d19c2c563d7f7a45","sample":"S-003","sealed":"before"},"digest":"e3b186830efa2a6e08fbcf22d6f18cf276ebb100d045e9726e8255b85ed8c64c","previous":"7a0093daee3bdd8551835c42973830f582ff996d3d30a4945fcdf959dd694053"}],"certificate":1,"design":{"extends":"S-001","method":"simple","reserves":null,"size":4},"digest":"db5b07ccadd653938a590e6f3a96557f04198b2ae89e7698e86647cc34e4c245","drawn":[{"place":1,"reference":"C-01","stratum":"","ticket":"12ef42afccd5424774f8dc6ad79c3fbf7a04de60a272d2e7a5dc02af8e6c8b5f","unit":"R-009"},{"place":2,"reference":"C-02","stratum":"","ticket":"19f8d3ae68a52a53cef18fe0519d54764280236ccee4534d3e7b24e3001767cd","unit":"R-011"},{"place":3,"reference":"C-03","stratum":"","ticket":"1aa60f612eb5abafeb705185a91ab97a652fcefe0e1fed311168e085c15f28b2","unit":"R-008"},{"place":4,"reference":"C-04","stratum":"","ticket":"48856b44d194eea41f8ce2bd76c98399baf79aa647e13db21b0eb688d5059e0e","unit":"R-001"}],"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"id":"S-003","reserves":[{"place":5,"stratum":"","ticket":"4c789d7a020b5d95cd6953c0ad60f509010c3c7500d3e3b6a8064cfe2cf986fd","unit":"R-007"},{"place":6,"stratum":"","ticket":"799d0b172108a2cdcf0be7bf2a11479a163d3f4a8e4e88b2945ba7f1a879940e","unit":"R-010"},{"place":7,"stratum":"","ticket":"7f171bcd48f1bdfc9336ba7da668850eb56cd89dd70393804a540f145ef5fcf3","unit":"R-005"},{"place":8,"stratum":"","ticket":"845960885be43a0ccbde929bbc69301e889dc2da4220c4f1613cc8b56643fc7d","unit":"R-004"}],"seed":"48151623","source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""},"sub_samples":{}}','2026-10-10T01:40:55+00:00','root');
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
INSERT INTO "subject" VALUES(1,3,'C-03','unusable','','','Closed before','2026-10-10T01:41:28+00:00','Ann Öz');
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
COMMIT;
