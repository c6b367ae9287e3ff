BEGIN TRANSACTION;
CREATE TABLE agency (
	seq INTEGER NOT NULL, 
	code VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "agency" VALUES(1,'police','{"chief_officer":"","code":"police","contact":"Jo, jo@ash.example","duties":[],"kinds":["police"],"name":"Ash Police","parent":"","substitute":""}','2026-11-23T01:35:24+00:00','Ann Öz');
INSERT INTO "agency" VALUES(2,'elm','{"chief_officer":"","code":"elm","contact":"","duties":[],"kinds":["health"],"name":"Elm Trust","parent":"","substitute":""}','2026-11-23T01:35:30+00:00','Ann Öz');
INSERT INTO "agency" VALUES(3,'elan','{"chief_officer":"","code":"elan","contact":"","duties":[],"kinds":["voluntary"],"name":"Élan “Trust”","parent":"","substitute":""}','2026-11-23T01:35:35+00:00','Ann Öz');
INSERT INTO "agency" VALUES(4,'elm','{"chief_officer":"","code":"elm","contact":"Bo","duties":[],"kinds":["health"],"name":"Elm Trust","parent":"","substitute":""}','2026-11-23T01:35:38+00:00','Ann Öz');
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
INSERT INTO "answer" VALUES(1,1,'police','police','A1',1,'{"comment":"Said at the board''s table; 100 % naïve “quotes” 😀 \\n","value":"met"}',1,'2026-01-10T01:35:41+00:00','Ann Öz');
INSERT INTO "answer" VALUES(2,1,'police','police','A2',1,'{"value":"partly"}',1,'2026-01-10T01:35:41+00:00','Ann Öz');
INSERT INTO "answer" VALUES(3,1,'police','police','B1',1,'{"action":{"what":"Train them","when":"2026-12-01","who":"Head"},"value":"not-met"}',1,'2026-01-10T01:35:41+00:00','Ann Öz');
INSERT INTO "answer" VALUES(4,1,'police','police','A2',2,'{"value":"met"}',1,'2026-01-10T01:35:47+00:00','Ann Öz');
INSERT INTO "answer" VALUES(5,1,'elm','elm','A1',1,'{"value":"met"}',1,'2026-01-10T01:35:51+00:00','Ann Öz');
INSERT INTO "answer" VALUES(6,1,'elm','elm','A2',1,'{"value":"met"}',1,'2026-01-10T01:35:51+00:00','Ann Öz');
INSERT INTO "answer" VALUES(7,1,'elm','elm','B1',1,'{"value":"met"}',1,'2026-01-10T01:35:51+00:00','Ann Öz');
INSERT INTO "answer" VALUES(8,2,'elm','elm','A1',1,'{"comment":"Said at the board''s table; 100 % naïve “quotes” 😀 \\n","value":"met"}',1,'2026-10-10T01:36:02+00:00','Ann Öz');
INSERT INTO "answer" VALUES(9,2,'elm','elm','A2',1,'{"value":"partly"}',1,'2026-10-10T01:36:02+00:00','Ann Öz');
INSERT INTO "answer" VALUES(10,2,'elm','elm','B1',1,'{"action":{"what":"Train them","when":"2026-12-01","who":"Head"},"value":"not-met"}',1,'2026-10-10T01:36:02+00:00','Ann Öz');
INSERT INTO "answer" VALUES(11,3,'police','C-01','A1',1,'{"value":"met"}',1,'2026-10-10T01:37:00+00:00','Ann Öz');
INSERT INTO "answer" VALUES(12,3,'police','C-01','A2',1,'{"value":"met"}',1,'2026-10-10T01:37:00+00:00','Ann Öz');
INSERT INTO "answer" VALUES(13,3,'police','C-01','B1',1,'{"value":"not-met"}',1,'2026-10-10T01:37:00+00:00','Ann Öz');
INSERT INTO "answer" VALUES(14,3,'police','C-01','A1',1,'{"value":"met"}',2,'2026-10-10T01:37:07+00:00','Ben');
INSERT INTO "answer" VALUES(15,3,'police','C-01','A2',1,'{"value":"partly"}',2,'2026-10-10T01:37:07+00:00','Ben');
INSERT INTO "answer" VALUES(16,3,'police','C-01','B1',1,'{"value":"not-met"}',2,'2026-10-10T01:37:07+00:00','Ben');
CREATE TABLE carried (
	seq INTEGER NOT NULL, 
	sample VARCHAR(200) NOT NULL, 
	unit VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "carried" VALUES(1,'S-001','R-001','["3f144e26976f9765dba776e7554f2d8a5eef4cc7c53aed1ddee83e72d2ef4808"]','2026-10-10T01:36:09+00:00','Ann Öz');
INSERT INTO "carried" VALUES(2,'S-001','R-007','["3f144e26976f9765dba776e7554f2d8a5eef4cc7c53aed1ddee83e72d2ef4808"]','2026-10-10T01:36:09+00:00','Ann Öz');
INSERT INTO "carried" VALUES(3,'S-001','R-008','["f64abf261830f098c07b4b50b6802d2b8334c180bc02c29052f263677bab6006"]','2026-10-10T01:36:09+00:00','Ann Öz');
INSERT INTO "carried" VALUES(4,'S-001','R-009','["3f144e26976f9765dba776e7554f2d8a5eef4cc7c53aed1ddee83e72d2ef4808"]','2026-10-10T01:36:09+00:00','Ann Öz');
INSERT INTO "carried" VALUES(5,'S-001','R-010','["f64abf261830f098c07b4b50b6802d2b8334c180bc02c29052f263677bab6006"]','2026-10-10T01:36:09+00:00','Ann Öz');
INSERT INTO "carried" VALUES(6,'S-001','R-011','["3f144e26976f9765dba776e7554f2d8a5eef4cc7c53aed1ddee83e72d2ef4808"]','2026-10-10T01:36:09+00:00','Ann Öz');
INSERT INTO "carried" VALUES(7,'S-003','R-001','["f3633417a355d69d320de43cdcee5465b7233d6eda420a2f6661570713aa0318"]','2026-10-10T01:36:53+00:00','root');
INSERT INTO "carried" VALUES(8,'S-003','R-004','["9c2fd6b404afde9d0445bd59aa9140f7742a71648719aa54dfac110ea6a39fb8"]','2026-10-10T01:36:53+00:00','root');
INSERT INTO "carried" VALUES(9,'S-003','R-005','["f3633417a355d69d320de43cdcee5465b7233d6eda420a2f6661570713aa0318"]','2026-10-10T01:36:53+00:00','root');
INSERT INTO "carried" VALUES(10,'S-003','R-007','["f3633417a355d69d320de43cdcee5465b7233d6eda420a2f6661570713aa0318"]','2026-10-10T01:36:53+00:00','root');
INSERT INTO "carried" VALUES(11,'S-003','R-008','["9c2fd6b404afde9d0445bd59aa9140f7742a71648719aa54dfac110ea6a39fb8"]','2026-10-10T01:36:53+00:00','root');
INSERT INTO "carried" VALUES(12,'S-003','R-009','["f3633417a355d69d320de43cdcee5465b7233d6eda420a2f6661570713aa0318"]','2026-10-10T01:36:53+00:00','root');
INSERT INTO "carried" VALUES(13,'S-003','R-010','["9c2fd6b404afde9d0445bd59aa9140f7742a71648719aa54dfac110ea6a39fb8"]','2026-10-10T01:36:53+00:00','root');
INSERT INTO "carried" VALUES(14,'S-003','R-011','["f3633417a355d69d320de43cdcee5465b7233d6eda420a2f6661570713aa0318"]','2026-10-10T01:36:53+00:00','root');
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
INSERT INTO "concern" VALUES(1,3,'C-01','','police','Seen nobody since May','2026-10-10T01:37:00+00:00','Ann Öz');
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
INSERT INTO "concern_act" VALUES(1,1,'','Team manager','Visited the same day','2026-10-10T01:37:21+00:00','Ann Öz');
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
INSERT INTO "expected" VALUES(1,1,'police','2026-01-31','expected','','2026-01-02T01:35:39+00:00','Ann Öz');
INSERT INTO "expected" VALUES(2,1,'elm','2026-01-31','expected','','2026-01-02T01:35:39+00:00','Ann Öz');
INSERT INTO "expected" VALUES(3,1,'elan','2026-01-31','expected','','2026-01-02T01:35:39+00:00','Ann Öz');
INSERT INTO "expected" VALUES(4,1,'elan','2026-01-31','declined','No staff to do it','2026-01-10T01:35:56+00:00','Ann Öz');
INSERT INTO "expected" VALUES(5,2,'police','2026-11-30','expected','','2026-10-02T01:36:00+00:00','Ann Öz');
INSERT INTO "expected" VALUES(6,2,'elm','2026-11-30','expected','','2026-10-02T01:36:00+00:00','Ann Öz');
INSERT INTO "expected" VALUES(7,2,'elan','2026-11-30','expected','','2026-10-02T01:36:00+00:00','Ann Öz');
INSERT INTO "expected" VALUES(8,3,'police','2026-11-30','expected','','2026-10-10T01:36:26+00:00','Ann Öz');
CREATE TABLE known_result (
	seq INTEGER NOT NULL, 
	question VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "known_result" VALUES(1,'A1','{"found_by":"","how":"drawn at random","met":14,"of":25,"on":"2024-03-03","said":""}','2026-10-10T01:37:27+00:00','Ann Öz');
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
INSERT INTO "ledger" VALUES(1,'seal','','{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""}}','0000000000000000000000000000000000000000000000000000000000000000','a34e519ef3cc8dfd88b3a8eb1f04755cd612c67ef878aacb06b035cba9411caa','2026-10-10T01:36:09+00:00','Ann Öz');
INSERT INTO "ledger" VALUES(2,'seed','S-001','{"origin":"given","sample":"S-001","seed":"48151623"}','a34e519ef3cc8dfd88b3a8eb1f04755cd612c67ef878aacb06b035cba9411caa','db224ccd145ca3d7096276c1fc1abc8d9928db10a024a2e3e06d96f804207940','2026-10-10T01:36:09+00:00','Ann Öz');
INSERT INTO "ledger" VALUES(3,'draw','S-001','{"cases":3,"design":{"method":"simple","reserves":null,"size":3},"result":"42d7808441396d90af4c2669393dc2011c715540f6f2344a49715524e7efdb7f","sample":"S-001","sealed":"in the same command"}','db224ccd145ca3d7096276c1fc1abc8d9928db10a024a2e3e06d96f804207940','e5236f62b6ecca54c20d4de145889f4ec48dd9594a818de0b5847ba504c7b0e0','2026-10-10T01:36:09+00:00','Ann Öz');
INSERT INTO "ledger" VALUES(4,'replace','S-001','{"by_reference":"C-04","by_unit":"R-001","reason":"Closed before the period","reference":"C-02","sample":"S-001","unit":"R-011"}','e5236f62b6ecca54c20d4de145889f4ec48dd9594a818de0b5847ba504c7b0e0','9c174c2f3c73126bd2cdc05336fd5f14fe2eb304bc514612185302fdf0f0ad69','2026-10-10T01:36:12+00:00','root');
INSERT INTO "ledger" VALUES(5,'seed','S-002','{"origin":"given","sample":"S-002","seed":"1234567"}','9c174c2f3c73126bd2cdc05336fd5f14fe2eb304bc514612185302fdf0f0ad69','b3459bad6429a288aba54db2ec8c80adf29e4acee03892d1dc7a95739bec0f31','2026-10-10T01:36:16+00:00','root');
INSERT INTO "ledger" VALUES(6,'draw','S-002','{"cases":2,"design":{"method":"simple","reserves":null,"size":2},"result":"5138d4e9bc4b23dab28f51f02916514bf7866f7aa1b3654ea2d1a97e718bb4d6","sample":"S-002","sealed":"before"}','b3459bad6429a288aba54db2ec8c80adf29e4acee03892d1dc7a95739bec0f31','403c4d8f9a2a00c0c8902048db30d9e961ac536d1e8a4e79ec9d1c4a640d9f6b','2026-10-10T01:36:16+00:00','root');
INSERT INTO "ledger" VALUES(7,'discard','S-002','{"reason":"The wrong list","sample":"S-002"}','403c4d8f9a2a00c0c8902048db30d9e961ac536d1e8a4e79ec9d1c4a640d9f6b','be894235b303c26923dc711a64e081b02f965ef38af06d2c760e785deaa77e8b','2026-10-10T01:36:21+00:00','root');
INSERT INTO "ledger" VALUES(8,'seed','S-003','{"origin":"given","sample":"S-003","seed":"48151623"}','be894235b303c26923dc711a64e081b02f965ef38af06d2c760e785deaa77e8b','cf6a09c9791843da6413cdf8a9a7e521763ad18e0d586b8c62cbe42a927261d5','2026-10-10T01:36:53+00:00','root');
INSERT INTO "ledger" VALUES(9,'draw','S-003','{"cases":4,"design":{"extends":"S-001","method":"simple","reserves":null,"size":4},"result":"9633fad7f547c6ca7dc726987ae45212405d5d5b7188a337d19c2c563d7f7a45","sample":"S-003","sealed":"before"}','cf6a09c9791843da6413cdf8a9a7e521763ad18e0d586b8c62cbe42a927261d5','28b3d4852f77dca37f92ac89c9ad26febd415c955550d72552a84cbc98e0b53b','2026-10-10T01:36:53+00:00','root');
INSERT INTO "ledger" VALUES(10,'replace','S-003','{"by_reference":"C-05","by_unit":"R-007","reason":"Closed before the period","reference":"C-02","sample":"S-003","unit":"R-011"}','28b3d4852f77dca37f92ac89c9ad26febd415c955550d72552a84cbc98e0b53b','75af965c1a1203f489eff582fec8dcb9b35feaa27c1cfd775f4c539a54a63ca0','2026-10-10T01:36:53+00:00','root');
CREATE TABLE meta (
	"key" VARCHAR(40) NOT NULL, 
	value TEXT, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','3');
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
INSERT INTO "panel" VALUES(1,3,'C-01','A2','{"grade":"partly","on":{"police/1":"met","police/2":"partly"},"reason":"So agreed"}','2026-10-10T01:37:18+00:00','Ann Öz');
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
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "response_act" VALUES(1,1,'police','police','sign',1,'A. Khan','Chief Constable','2026-01-10','','ea395f314f24261b47e0b9e82e08c19e183c5c38f465ae98324f49020c4ed0bd',1,'2026-01-10T01:35:43+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(2,1,'police','police','reopen',2,'','','','Evidence came late','',1,'2026-01-10T01:35:45+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(3,1,'police','police','sign',2,'A. Khan','Chief Constable','2026-01-10','','f623e00ed4c3a0d0c8a4621fa2a7f83149a53f164ccde33e6d9c5a3c72380b67',1,'2026-01-10T01:35:49+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(4,1,'elm','elm','sign',1,'B. Ray','Chief Nurse','2026-01-10','','a42ce78dbf2dd79652e90c9c241a70eb313aaa4f5dd68533ce36b82ff0f88ea1',1,'2026-01-10T01:35:54+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(5,3,'police','C-01','sign',1,'Ann','Auditor','2026-10-10','','8e14bfb3bf09004e8b461c74c128d0657c8481f2c2f3109d5cae24f307ebe9b8',1,'2026-10-10T01:37:03+00:00','Ann Öz');
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
INSERT INTO "round" VALUES(1,'Old','old','2025','2026-01-31','602b4e317fb8c65791a140b9766e8ad7da9bd0cf4ab9c6b2939f4e2decc0447e','{"catalogue":{"edition":"1","ref":"local/set","scale":"met-partly-not","standards":[{"id":"A","questions":[{"critical":"yes","id":"A1","text":"Somebody on the board leads."},{"id":"A2","text":"Staff know who that is."}],"title":"Leading"},{"id":"B","questions":[{"id":"B1","text":"Staff are trained in time."}],"title":"Learning"}],"title":"Standards"},"holidays":{},"kinds":{"duties":[{"code":"section-11","label":"Section 11","reason":"","words":["s11"]}],"kinds":[{"code":"police","label":"Police","reason":"","words":["constabulary"]},{"code":"health","label":"Health","reason":"","words":["NHS trust"]},{"code":"voluntary","label":"Voluntary and community sector","reason":"","words":["charity"]}]},"ref":"local/ask","scale":{"grades":[{"code":"met","colour":"00703C","definition":"In place and working throughout, and you could show it to a visitor today.","good":"yes","label":"Met","points":"2"},{"code":"partly","colour":"F4A300","definition":"In place for some services or staff, out of date, or there on paper but not in use.","good":"no","label":"Partly met","points":"1"},{"code":"not-met","colour":"D4351C","definition":"Not in place, or so incomplete that nobody should rely on it.","good":"no","label":"Not met","points":"0"},{"code":"n/a","colour":"B1B4B6","definition":"The question is about something that is not done here.","good":"no","label":"Not applicable"}],"title":"Met, partly met, not met"},"template":{"against":"local/set","needs":{"action":["not-met"],"evidence":[]},"title":"Self-assessment"},"themes":{"allegations":"Allegations and concerns about adults","commissioning":"Commissioning and contracts","domestic-abuse":"Domestic abuse and routine enquiry","early-help":"Early help","equality":"Equality and inclusion","escalation":"Escalation","exploitation":"Exploitation and harm outside the home","fathers":"Fathers and significant males","information-sharing":"Information sharing","leadership":"Leadership and governance","missed-appointments":"Missed appointments","online-safety":"Online safety","parental-risk-factors":"Combined parental risk factors","record-keeping":"Record keeping","safer-recruitment":"Safer recruitment and working practice","supervision":"Supervision","training":"Training and induction","voice-of-the-child":"Voice of the child"}}','2026-01-02T01:35:39+00:00','Ann Öz');
INSERT INTO "round" VALUES(2,'New','new','','2026-11-30','602b4e317fb8c65791a140b9766e8ad7da9bd0cf4ab9c6b2939f4e2decc0447e','{"catalogue":{"edition":"1","ref":"local/set","scale":"met-partly-not","standards":[{"id":"A","questions":[{"critical":"yes","id":"A1","text":"Somebody on the board leads."},{"id":"A2","text":"Staff know who that is."}],"title":"Leading"},{"id":"B","questions":[{"id":"B1","text":"Staff are trained in time."}],"title":"Learning"}],"title":"Standards"},"holidays":{},"kinds":{"duties":[{"code":"section-11","label":"Section 11","reason":"","words":["s11"]}],"kinds":[{"code":"police","label":"Police","reason":"","words":["constabulary"]},{"code":"health","label":"Health","reason":"","words":["NHS trust"]},{"code":"voluntary","label":"Voluntary and community sector","reason":"","words":["charity"]}]},"ref":"local/ask","scale":{"grades":[{"code":"met","colour":"00703C","definition":"In place and working throughout, and you could show it to a visitor today.","good":"yes","label":"Met","points":"2"},{"code":"partly","colour":"F4A300","definition":"In place for some services or staff, out of date, or there on paper but not in use.","good":"no","label":"Partly met","points":"1"},{"code":"not-met","colour":"D4351C","definition":"Not in place, or so incomplete that nobody should rely on it.","good":"no","label":"Not met","points":"0"},{"code":"n/a","colour":"B1B4B6","definition":"The question is about something that is not done here.","good":"no","label":"Not applicable"}],"title":"Met, partly met, not met"},"template":{"against":"local/set","needs":{"action":["not-met"],"evidence":[]},"title":"Self-assessment"},"themes":{"allegations":"Allegations and concerns about adults","commissioning":"Commissioning and contracts","domestic-abuse":"Domestic abuse and routine enquiry","early-help":"Early help","equality":"Equality and inclusion","escalation":"Escalation","exploitation":"Exploitation and harm outside the home","fathers":"Fathers and significant males","information-sharing":"Information sharing","leadership":"Leadership and governance","missed-appointments":"Missed appointments","online-safety":"Online safety","parental-risk-factors":"Combined parental risk factors","record-keeping":"Record keeping","safer-recruitment":"Safer recruitment and working practice","supervision":"Supervision","training":"Training and induction","voice-of-the-child":"Voice of the child"}}','2026-10-02T01:36:00+00:00','Ann Öz');
INSERT INTO "round" VALUES(3,'Cases','cases','','2026-11-30','10501389c18fa3ff360d12aef518fb73f43202f14ffff68b6deaeb67b2e3a0e4','{"catalogue":{"edition":"1","ref":"local/set","scale":"met-partly-not","standards":[{"id":"A","questions":[{"critical":"yes","id":"A1","text":"Somebody on the board leads."},{"id":"A2","text":"Staff know who that is."}],"title":"Leading"},{"id":"B","questions":[{"id":"B1","text":"Staff are trained in time."}],"title":"Learning"}],"title":"Standards"},"holidays":{},"kinds":{"duties":[{"code":"section-11","label":"Section 11","reason":"","words":["s11"]}],"kinds":[{"code":"police","label":"Police","reason":"","words":["constabulary"]},{"code":"health","label":"Health","reason":"","words":["NHS trust"]},{"code":"voluntary","label":"Voluntary and community sector","reason":"","words":["charity"]}]},"ref":"local/case","scale":{"grades":[{"code":"met","colour":"00703C","definition":"In place and working throughout, and you could show it to a visitor today.","good":"yes","label":"Met","points":"2"},{"code":"partly","colour":"F4A300","definition":"In place for some services or staff, out of date, or there on paper but not in use.","good":"no","label":"Partly met","points":"1"},{"code":"not-met","colour":"D4351C","definition":"Not in place, or so incomplete that nobody should rely on it.","good":"no","label":"Not met","points":"0"},{"code":"n/a","colour":"B1B4B6","definition":"The question is about something that is not done here.","good":"no","label":"Not applicable"}],"title":"Met, partly met, not met"},"template":{"against":"local/set","needs":{"action":[],"evidence":[]},"subject":"case","title":"Case audit"},"themes":{"allegations":"Allegations and concerns about adults","commissioning":"Commissioning and contracts","domestic-abuse":"Domestic abuse and routine enquiry","early-help":"Early help","equality":"Equality and inclusion","escalation":"Escalation","exploitation":"Exploitation and harm outside the home","fathers":"Fathers and significant males","information-sharing":"Information sharing","leadership":"Leadership and governance","missed-appointments":"Missed appointments","online-safety":"Online safety","parental-risk-factors":"Combined parental risk factors","record-keeping":"Record keeping","safer-recruitment":"Safer recruitment and working practice","supervision":"Supervision","training":"Training and induction","voice-of-the-child":"Voice of the child"}}','2026-10-10T01:36:26+00:00','Ann Öz');
CREATE TABLE round_act (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	act VARCHAR(200) NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "round_act" VALUES(1,1,'close','2026-01-10T01:35:58+00:00','Ann Öz');
CREATE TABLE round_log (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	act VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "round_log" VALUES(1,3,'case-key','{"agency":"police","cases":3,"columns":["team"],"file":"k.age","sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","to":"passphrase"}','2026-10-10T01:36:46+00:00','Ann Öz');
CREATE TABLE round_plan (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "round_plan" VALUES(1,3,'{"auditors":[],"double":"1","involved":{},"readers":"each","sample":"S-001"}','2026-10-10T01:36:26+00:00','Ann Öz');
INSERT INTO "round_plan" VALUES(2,3,'{"auditors":[],"double":"1","involved":{},"readers":"each","sample":"S-003"}','2026-10-10T01:36:57+00:00','Ann Öz');
CREATE TABLE sample (
	seq INTEGER NOT NULL, 
	id VARCHAR(200) NOT NULL, 
	certificate TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id)
);
INSERT INTO "sample" VALUES(1,'S-001','{"acts":[{"act":"seal","at":"2026-10-10T01:36:09+00:00","by":"Ann Öz","content":{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""}},"digest":"a34e519ef3cc8dfd88b3a8eb1f04755cd612c67ef878aacb06b035cba9411caa","previous":"0000000000000000000000000000000000000000000000000000000000000000"},{"act":"seed","at":"2026-10-10T01:36:09+00:00","by":"Ann Öz","content":{"origin":"given","sample":"S-001","seed":"48151623"},"digest":"db224ccd145ca3d7096276c1fc1abc8d9928db10a024a2e3e06d96f804207940","previous":"a34e519ef3cc8dfd88b3a8eb1f04755cd612c67ef878aacb06b035cba9411caa"},{"act":"draw","at":"2026-10-10T01:36:09+00:00","by":"Ann Öz","content":{"cases":3,"design":{"method":"simple","reserves":null,"size":3},"result":"42d7808441396d90af4c2669393dc2011c715540f6f2344a49715524e7efdb7f","sample":"S-001","sealed":"in the same command"},"digest":"e5236f62b6ecca54c20d4de145889f4ec48dd9594a818de0b5847ba504c7b0e0","previous":"db224ccd145ca3d7096276c1fc1abc8d9928db10a024a2e3e06d96f804207940"}],"certificate":1,"design":{"method":"simple","reserves":null,"size":3},"digest":"59357e9742d2f104304b47b32880238958a2a9eac3e718a696f84b91e84aa273","drawn":[{"place":1,"reference":"C-01","stratum":"","ticket":"12ef42afccd5424774f8dc6ad79c3fbf7a04de60a272d2e7a5dc02af8e6c8b5f","unit":"R-009"},{"place":2,"reference":"C-02","stratum":"","ticket":"19f8d3ae68a52a53cef18fe0519d54764280236ccee4534d3e7b24e3001767cd","unit":"R-011"},{"place":3,"reference":"C-03","stratum":"","ticket":"1aa60f612eb5abafeb705185a91ab97a652fcefe0e1fed311168e085c15f28b2","unit":"R-008"}],"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"id":"S-001","reserves":[{"place":4,"stratum":"","ticket":"48856b44d194eea41f8ce2bd76c98399baf79aa647e13db21b0eb688d5059e0e","unit":"R-001"},{"place":5,"stratum":"","ticket":"4c789d7a020b5d95cd6953c0ad60f509010c3c7500d3e3b6a8064cfe2cf986fd","unit":"R-007"},{"place":6,"stratum":"","ticket":"799d0b172108a2cdcf0be7bf2a11479a163d3f4a8e4e88b2945ba7f1a879940e","unit":"R-010"}],"seed":"48151623","source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""},"sub_samples":{}}','2026-10-10T01:36:09+00:00','Ann Öz');
INSERT INTO "sample" VALUES(2,'S-002','{"acts":[{"act":"seal","at":"2026-10-10T01:36:09+00:00","by":"Ann Öz","content":{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""}},"digest":"a34e519ef3cc8dfd88b3a8eb1f04755cd612c67ef878aacb06b035cba9411caa","previous":"0000000000000000000000000000000000000000000000000000000000000000"},{"act":"seed","at":"2026-10-10T01:36:16+00:00","by":"root","content":{"origin":"given","sample":"S-002","seed":"1234567"},"digest":"b3459bad6429a288aba54db2ec8c80adf29e4acee03892d1dc7a95739bec0f31","previous":"9c174c2f3c73126bd2cdc05336fd5f14fe2eb304bc514612185302fdf0f0ad69"},{"act":"draw","at":"2026-10-10T01:36:16+00:00","by":"root","content":{"cases":2,"design":{"method":"simple","reserves":null,"size":2},"result":"5138d4e9bc4b23dab28f51f02916514bf7866f7aa1b3654ea2d1a97e718bb4d6","sample":"S-002","sealed":"before"},"digest":"403c4d8f9a2a00c0c8902048db30d9e961ac536d1e8a4e79ec9d1c4a640d9f6b","previous":"b3459bad6429a288aba54db2ec8c80adf29e4acee03892d1dc7a95739bec0f31"}],"certificate":1,"design":{"method":"simple","reserves":null,"size":2},"digest":"dd12587e4af19676b2cb9cdae9c019b76ddfc905444d0470d009adc26282e644","drawn":[{"place":1,"reference":"C-01","stratum":"","ticket":"0fb0f2c5376b6a21459ee8a5083a6862cfe05bfc996dc1ca96c8b20c3ead97d8","unit":"R-008"},{"place":2,"reference":"C-02","stratum":"","ticket":"18a5396dbe4891e86139d82a121a9b4cb4ee23ca3b64e8cb03298e20c71fa183","unit":"R-007"}],"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"id":"S-002","reserves":[{"place":3,"stratum":"","ticket":"2c574642b1a985d7edabdd16b59e767d69b2d6787febac088ee8cbe44da26eec","unit":"R-006"},{"place":4,"stratum":"","ticket":"2df5ceaf1e12559e8a086a5702fbfbaf49b50c6201179ea83b9d3e893dd89cda","unit":"R-002"}],"seed":"1234567","source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""},"sub_samples":{}}','2026-10-10T01:36:16+00:00','root');
INSERT INTO "sample" VALUES(3,'S-003','{"acts":[{"act":"seal","at":"2026-10-10T01:36:09+00:00","by":"Ann Öz","content":{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""}},"digest":"a34e519ef3cc8dfd88b3a8eb1f04755cd612c67ef878aacb06b035cba9411caa","previous":"0000000000000000000000000000000000000000000000000000000000000000"},{"act":"seed","at":"2026-10-10T01:36:53+00:00","by":"root","content":{"origin":"given","sample":"S-003","seed":"48151623"},"digest":"cf6a09c9791843da6413cdf8a9a7e521763ad18e0d586b8c62cbe42a927261d5","previous":"be894235b303c26923dc711a64e081b02f965ef38af06d2c760e785deaa77e8b"},{"act":"draw","at":"2026-10-10T01:36:53+00:00","by":"root","content":{"cases":4,"design":{"extends":"S-001","method":"simple","reserves":null,"size":4},"result":"9633fad7f547c6ca7dc726987ae45212405d5d5b7188a337d19c2c563d7f7a45","sample":"S-003","sealed":"before"},"digest":"28b3d4852f77dca37f92ac89c9ad26febd415c955550d72552a84cbc98e0b53b","previous":"cf6a09c9791843da6413cdf8a9a7e521763ad18e0d586b8c62cbe42a927261d5"}],"certificate":1,"design":{"extends":"S-001","method":"simple","reserves":null,"size":4},"digest":"03f202282a7d7588d1d4d783198ce2a0ee93782db4c253545cb2d30ed9b559f1","drawn":[{"place":1,"reference":"C-01","stratum":"","ticket":"12ef42afccd5424774f8dc6ad79c3fbf7a04de60a272d2e7a5dc02af8e6c8b5f","unit":"R-009"},{"place":2,"reference":"C-02","stratum":"","ticket":"19f8d3ae68a52a53cef18fe0519d54764280236ccee4534d3e7b24e3001767cd","unit":"R-011"},{"place":3,"reference":"C-03","stratum":"","ticket":"1aa60f612eb5abafeb705185a91ab97a652fcefe0e1fed311168e085c15f28b2","unit":"R-008"},{"place":4,"reference":"C-04","stratum":"","ticket":"48856b44d194eea41f8ce2bd76c98399baf79aa647e13db21b0eb688d5059e0e","unit":"R-001"}],"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"id":"S-003","reserves":[{"place":5,"stratum":"","ticket":"4c789d7a020b5d95cd6953c0ad60f509010c3c7500d3e3b6a8064cfe2cf986fd","unit":"R-007"},{"place":6,"stratum":"","ticket":"799d0b172108a2cdcf0be7bf2a11479a163d3f4a8e4e88b2945ba7f1a879940e","unit":"R-010"},{"place":7,"stratum":"","ticket":"7f171bcd48f1bdfc9336ba7da668850eb56cd89dd70393804a540f145ef5fcf3","unit":"R-005"},{"place":8,"stratum":"","ticket":"845960885be43a0ccbde929bbc69301e889dc2da4220c4f1613cc8b56643fc7d","unit":"R-004"}],"seed":"48151623","source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""},"sub_samples":{}}','2026-10-10T01:36:53+00:00','root');
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
INSERT INTO "subject" VALUES(1,3,'C-03','unusable','','','Closed before','2026-10-10T01:37:24+00:00','Ann Öz');
CREATE INDEX ix_round_folded ON round (folded);
CREATE INDEX ix_round_act_round ON round_act (round);
CREATE INDEX ix_expected_round ON expected (round);
CREATE INDEX ix_answer_round ON answer (round);
CREATE INDEX ix_response_act_round ON response_act (round);
CREATE INDEX ix_round_plan_round ON round_plan (round);
CREATE INDEX ix_subject_round ON subject (round);
CREATE INDEX ix_panel_round ON panel (round);
CREATE INDEX ix_concern_round ON concern (round);
CREATE INDEX ix_concern_act_concern ON concern_act (concern);
CREATE INDEX ix_round_log_round ON round_log (round);
CREATE INDEX ix_carried_sample ON carried (sample);
COMMIT;
