BEGIN TRANSACTION;
CREATE TABLE agency (
	seq INTEGER NOT NULL, 
	code VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "agency" VALUES(1,'police','{"chief_officer":"","code":"police","contact":"Jo, jo@ash.example","duties":[],"kinds":["police"],"name":"Ash Police","parent":"","substitute":""}','2026-11-23T01:32:58+00:00','Ann Öz');
INSERT INTO "agency" VALUES(2,'elm','{"chief_officer":"","code":"elm","contact":"","duties":[],"kinds":["health"],"name":"Elm Trust","parent":"","substitute":""}','2026-11-23T01:33:08+00:00','Ann Öz');
INSERT INTO "agency" VALUES(3,'elan','{"chief_officer":"","code":"elan","contact":"","duties":[],"kinds":["voluntary"],"name":"Élan “Trust”","parent":"","substitute":""}','2026-11-23T01:33:19+00:00','Ann Öz');
INSERT INTO "agency" VALUES(4,'elm','{"chief_officer":"","code":"elm","contact":"Bo","duties":[],"kinds":["health"],"name":"Elm Trust","parent":"","substitute":""}','2026-11-23T01:33:30+00:00','Ann Öz');
CREATE TABLE answer (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	agency VARCHAR(200) NOT NULL, 
	subject VARCHAR(200) NOT NULL, 
	question VARCHAR(200) NOT NULL, 
	version INTEGER NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "answer" VALUES(1,1,'police','police','A1',1,'{"comment":"Said at the board''s table; 100 % naïve “quotes” 😀 \\n","value":"met"}','2026-01-10T01:33:40+00:00','Ann Öz');
INSERT INTO "answer" VALUES(2,1,'police','police','A2',1,'{"value":"partly"}','2026-01-10T01:33:40+00:00','Ann Öz');
INSERT INTO "answer" VALUES(3,1,'police','police','B1',1,'{"action":{"what":"Train them","when":"2026-12-01","who":"Head"},"value":"not-met"}','2026-01-10T01:33:40+00:00','Ann Öz');
INSERT INTO "answer" VALUES(4,1,'police','police','A2',2,'{"value":"met"}','2026-01-10T01:33:50+00:00','Ann Öz');
INSERT INTO "answer" VALUES(5,1,'elm','elm','A1',1,'{"value":"met"}','2026-01-10T01:33:57+00:00','Ann Öz');
INSERT INTO "answer" VALUES(6,1,'elm','elm','A2',1,'{"value":"met"}','2026-01-10T01:33:57+00:00','Ann Öz');
INSERT INTO "answer" VALUES(7,1,'elm','elm','B1',1,'{"value":"met"}','2026-01-10T01:33:57+00:00','Ann Öz');
INSERT INTO "answer" VALUES(8,2,'elm','elm','A1',1,'{"comment":"Said at the board''s table; 100 % naïve “quotes” 😀 \\n","value":"met"}','2026-10-10T01:34:12+00:00','Ann Öz');
INSERT INTO "answer" VALUES(9,2,'elm','elm','A2',1,'{"value":"partly"}','2026-10-10T01:34:12+00:00','Ann Öz');
INSERT INTO "answer" VALUES(10,2,'elm','elm','B1',1,'{"action":{"what":"Train them","when":"2026-12-01","who":"Head"},"value":"not-met"}','2026-10-10T01:34:12+00:00','Ann Öz');
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
INSERT INTO "expected" VALUES(1,1,'police','2026-01-31','expected','','2026-01-02T01:33:36+00:00','Ann Öz');
INSERT INTO "expected" VALUES(2,1,'elm','2026-01-31','expected','','2026-01-02T01:33:36+00:00','Ann Öz');
INSERT INTO "expected" VALUES(3,1,'elan','2026-01-31','expected','','2026-01-02T01:33:36+00:00','Ann Öz');
INSERT INTO "expected" VALUES(4,1,'elan','2026-01-31','declined','No staff to do it','2026-01-10T01:34:03+00:00','Ann Öz');
INSERT INTO "expected" VALUES(5,2,'police','2026-11-30','expected','','2026-10-02T01:34:09+00:00','Ann Öz');
INSERT INTO "expected" VALUES(6,2,'elm','2026-11-30','expected','','2026-10-02T01:34:09+00:00','Ann Öz');
INSERT INTO "expected" VALUES(7,2,'elan','2026-11-30','expected','','2026-10-02T01:34:09+00:00','Ann Öz');
CREATE TABLE meta (
	"key" VARCHAR(40) NOT NULL, 
	value TEXT, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','1');
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
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "response_act" VALUES(1,1,'police','police','sign',1,'A. Khan','Chief Constable','2026-01-10','','ea395f314f24261b47e0b9e82e08c19e183c5c38f465ae98324f49020c4ed0bd','2026-01-10T01:33:43+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(2,1,'police','police','reopen',2,'','','','Evidence came late','','2026-01-10T01:33:47+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(3,1,'police','police','sign',2,'A. Khan','Chief Constable','2026-01-10','','f623e00ed4c3a0d0c8a4621fa2a7f83149a53f164ccde33e6d9c5a3c72380b67','2026-01-10T01:33:53+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(4,1,'elm','elm','sign',1,'B. Ray','Chief Nurse','2026-01-10','','a42ce78dbf2dd79652e90c9c241a70eb313aaa4f5dd68533ce36b82ff0f88ea1','2026-01-10T01:34:00+00:00','Ann Öz');
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
INSERT INTO "round" VALUES(1,'Old','old','2025','2026-01-31','602b4e317fb8c65791a140b9766e8ad7da9bd0cf4ab9c6b2939f4e2decc0447e','{"catalogue":{"edition":"1","ref":"local/set","scale":"met-partly-not","standards":[{"id":"A","questions":[{"critical":"yes","id":"A1","text":"Somebody on the board leads."},{"id":"A2","text":"Staff know who that is."}],"title":"Leading"},{"id":"B","questions":[{"id":"B1","text":"Staff are trained in time."}],"title":"Learning"}],"title":"Standards"},"holidays":{},"kinds":{"duties":[{"code":"section-11","label":"Section 11","reason":"","words":["s11"]}],"kinds":[{"code":"police","label":"Police","reason":"","words":["constabulary"]},{"code":"health","label":"Health","reason":"","words":["NHS trust"]},{"code":"voluntary","label":"Voluntary and community sector","reason":"","words":["charity"]}]},"ref":"local/ask","scale":{"grades":[{"code":"met","colour":"00703C","definition":"In place and working throughout, and you could show it to a visitor today.","good":"yes","label":"Met","points":"2"},{"code":"partly","colour":"F4A300","definition":"In place for some services or staff, out of date, or there on paper but not in use.","good":"no","label":"Partly met","points":"1"},{"code":"not-met","colour":"D4351C","definition":"Not in place, or so incomplete that nobody should rely on it.","good":"no","label":"Not met","points":"0"},{"code":"n/a","colour":"B1B4B6","definition":"The question is about something that is not done here.","good":"no","label":"Not applicable"}],"title":"Met, partly met, not met"},"template":{"against":"local/set","needs":{"action":["not-met"],"evidence":[]},"title":"Self-assessment"},"themes":{"allegations":"Allegations and concerns about adults","commissioning":"Commissioning and contracts","domestic-abuse":"Domestic abuse and routine enquiry","early-help":"Early help","equality":"Equality and inclusion","escalation":"Escalation","exploitation":"Exploitation and harm outside the home","fathers":"Fathers and significant males","information-sharing":"Information sharing","leadership":"Leadership and governance","missed-appointments":"Missed appointments","online-safety":"Online safety","parental-risk-factors":"Combined parental risk factors","record-keeping":"Record keeping","safer-recruitment":"Safer recruitment and working practice","supervision":"Supervision","training":"Training and induction","voice-of-the-child":"Voice of the child"}}','2026-01-02T01:33:36+00:00','Ann Öz');
INSERT INTO "round" VALUES(2,'New','new','','2026-11-30','602b4e317fb8c65791a140b9766e8ad7da9bd0cf4ab9c6b2939f4e2decc0447e','{"catalogue":{"edition":"1","ref":"local/set","scale":"met-partly-not","standards":[{"id":"A","questions":[{"critical":"yes","id":"A1","text":"Somebody on the board leads."},{"id":"A2","text":"Staff know who that is."}],"title":"Leading"},{"id":"B","questions":[{"id":"B1","text":"Staff are trained in time."}],"title":"Learning"}],"title":"Standards"},"holidays":{},"kinds":{"duties":[{"code":"section-11","label":"Section 11","reason":"","words":["s11"]}],"kinds":[{"code":"police","label":"Police","reason":"","words":["constabulary"]},{"code":"health","label":"Health","reason":"","words":["NHS trust"]},{"code":"voluntary","label":"Voluntary and community sector","reason":"","words":["charity"]}]},"ref":"local/ask","scale":{"grades":[{"code":"met","colour":"00703C","definition":"In place and working throughout, and you could show it to a visitor today.","good":"yes","label":"Met","points":"2"},{"code":"partly","colour":"F4A300","definition":"In place for some services or staff, out of date, or there on paper but not in use.","good":"no","label":"Partly met","points":"1"},{"code":"not-met","colour":"D4351C","definition":"Not in place, or so incomplete that nobody should rely on it.","good":"no","label":"Not met","points":"0"},{"code":"n/a","colour":"B1B4B6","definition":"The question is about something that is not done here.","good":"no","label":"Not applicable"}],"title":"Met, partly met, not met"},"template":{"against":"local/set","needs":{"action":["not-met"],"evidence":[]},"title":"Self-assessment"},"themes":{"allegations":"Allegations and concerns about adults","commissioning":"Commissioning and contracts","domestic-abuse":"Domestic abuse and routine enquiry","early-help":"Early help","equality":"Equality and inclusion","escalation":"Escalation","exploitation":"Exploitation and harm outside the home","fathers":"Fathers and significant males","information-sharing":"Information sharing","leadership":"Leadership and governance","missed-appointments":"Missed appointments","online-safety":"Online safety","parental-risk-factors":"Combined parental risk factors","record-keeping":"Record keeping","safer-recruitment":"Safer recruitment and working practice","supervision":"Supervision","training":"Training and induction","voice-of-the-child":"Voice of the child"}}','2026-10-02T01:34:09+00:00','Ann Öz');
CREATE TABLE round_act (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	act VARCHAR(200) NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "round_act" VALUES(1,1,'close','2026-01-10T01:34:06+00:00','Ann Öz');
CREATE INDEX ix_round_folded ON round (folded);
CREATE INDEX ix_round_act_round ON round_act (round);
CREATE INDEX ix_expected_round ON expected (round);
CREATE INDEX ix_answer_round ON answer (round);
CREATE INDEX ix_response_act_round ON response_act (round);
COMMIT;
