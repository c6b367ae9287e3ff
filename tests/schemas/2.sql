BEGIN TRANSACTION;
CREATE TABLE agency (
	seq INTEGER NOT NULL, 
	code VARCHAR(200) NOT NULL, 
	block TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "agency" VALUES(1,'police','{"chief_officer":"","code":"police","contact":"Jo, jo@ash.example","duties":[],"kinds":["police"],"name":"Ash Police","parent":"","substitute":""}','2026-11-23T01:34:20+00:00','Ann Öz');
INSERT INTO "agency" VALUES(2,'elm','{"chief_officer":"","code":"elm","contact":"","duties":[],"kinds":["health"],"name":"Elm Trust","parent":"","substitute":""}','2026-11-23T01:34:25+00:00','Ann Öz');
INSERT INTO "agency" VALUES(3,'elan','{"chief_officer":"","code":"elan","contact":"","duties":[],"kinds":["voluntary"],"name":"Élan “Trust”","parent":"","substitute":""}','2026-11-23T01:34:30+00:00','Ann Öz');
INSERT INTO "agency" VALUES(4,'elm','{"chief_officer":"","code":"elm","contact":"Bo","duties":[],"kinds":["health"],"name":"Elm Trust","parent":"","substitute":""}','2026-11-23T01:34:36+00:00','Ann Öz');
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
INSERT INTO "answer" VALUES(1,1,'police','police','A1',1,'{"comment":"Said at the board''s table; 100 % naïve “quotes” 😀 \\n","value":"met"}','2026-01-10T01:34:40+00:00','Ann Öz');
INSERT INTO "answer" VALUES(2,1,'police','police','A2',1,'{"value":"partly"}','2026-01-10T01:34:40+00:00','Ann Öz');
INSERT INTO "answer" VALUES(3,1,'police','police','B1',1,'{"action":{"what":"Train them","when":"2026-12-01","who":"Head"},"value":"not-met"}','2026-01-10T01:34:40+00:00','Ann Öz');
INSERT INTO "answer" VALUES(4,1,'police','police','A2',2,'{"value":"met"}','2026-01-10T01:34:45+00:00','Ann Öz');
INSERT INTO "answer" VALUES(5,1,'elm','elm','A1',1,'{"value":"met"}','2026-01-10T01:34:49+00:00','Ann Öz');
INSERT INTO "answer" VALUES(6,1,'elm','elm','A2',1,'{"value":"met"}','2026-01-10T01:34:49+00:00','Ann Öz');
INSERT INTO "answer" VALUES(7,1,'elm','elm','B1',1,'{"value":"met"}','2026-01-10T01:34:49+00:00','Ann Öz');
INSERT INTO "answer" VALUES(8,2,'elm','elm','A1',1,'{"comment":"Said at the board''s table; 100 % naïve “quotes” 😀 \\n","value":"met"}','2026-10-10T01:34:59+00:00','Ann Öz');
INSERT INTO "answer" VALUES(9,2,'elm','elm','A2',1,'{"value":"partly"}','2026-10-10T01:34:59+00:00','Ann Öz');
INSERT INTO "answer" VALUES(10,2,'elm','elm','B1',1,'{"action":{"what":"Train them","when":"2026-12-01","who":"Head"},"value":"not-met"}','2026-10-10T01:34:59+00:00','Ann Öz');
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
INSERT INTO "expected" VALUES(1,1,'police','2026-01-31','expected','','2026-01-02T01:34:38+00:00','Ann Öz');
INSERT INTO "expected" VALUES(2,1,'elm','2026-01-31','expected','','2026-01-02T01:34:38+00:00','Ann Öz');
INSERT INTO "expected" VALUES(3,1,'elan','2026-01-31','expected','','2026-01-02T01:34:38+00:00','Ann Öz');
INSERT INTO "expected" VALUES(4,1,'elan','2026-01-31','declined','No staff to do it','2026-01-10T01:34:54+00:00','Ann Öz');
INSERT INTO "expected" VALUES(5,2,'police','2026-11-30','expected','','2026-10-02T01:34:57+00:00','Ann Öz');
INSERT INTO "expected" VALUES(6,2,'elm','2026-11-30','expected','','2026-10-02T01:34:57+00:00','Ann Öz');
INSERT INTO "expected" VALUES(7,2,'elan','2026-11-30','expected','','2026-10-02T01:34:57+00:00','Ann Öz');
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
INSERT INTO "ledger" VALUES(1,'seal','','{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""}}','0000000000000000000000000000000000000000000000000000000000000000','22723ebff46e732df44d3a05a134741ec8213615fd29435fab7d42ea99c487d2','2026-10-10T01:35:06+00:00','Ann Öz');
INSERT INTO "ledger" VALUES(2,'seed','S-001','{"origin":"given","sample":"S-001","seed":"48151623"}','22723ebff46e732df44d3a05a134741ec8213615fd29435fab7d42ea99c487d2','9c9a215f15d7f17980ee3fc739f126351ae9b39bf93b382194c192d6f39962f9','2026-10-10T01:35:06+00:00','Ann Öz');
INSERT INTO "ledger" VALUES(3,'draw','S-001','{"cases":3,"design":{"method":"simple","reserves":null,"size":3},"result":"42d7808441396d90af4c2669393dc2011c715540f6f2344a49715524e7efdb7f","sample":"S-001","sealed":"in the same command"}','9c9a215f15d7f17980ee3fc739f126351ae9b39bf93b382194c192d6f39962f9','a51f6240bb81d2fc42d088bac54a64bf2f709b3654232318b47c83ca242bbd7d','2026-10-10T01:35:06+00:00','Ann Öz');
INSERT INTO "ledger" VALUES(4,'replace','S-001','{"by_reference":"C-04","by_unit":"R-001","reason":"Closed before the period","reference":"C-02","sample":"S-001","unit":"R-011"}','a51f6240bb81d2fc42d088bac54a64bf2f709b3654232318b47c83ca242bbd7d','55dcce21c96d44ce81eb24940f21193c2778b9b3ada938c2d5e1aee000f631f7','2026-10-10T01:35:09+00:00','root');
INSERT INTO "ledger" VALUES(5,'seed','S-002','{"origin":"given","sample":"S-002","seed":"1234567"}','55dcce21c96d44ce81eb24940f21193c2778b9b3ada938c2d5e1aee000f631f7','8622a4d7ac0eddf7d138bca086163436a7ddeb78702219be411ba79c36d3e551','2026-10-10T01:35:12+00:00','root');
INSERT INTO "ledger" VALUES(6,'draw','S-002','{"cases":2,"design":{"method":"simple","reserves":null,"size":2},"result":"5138d4e9bc4b23dab28f51f02916514bf7866f7aa1b3654ea2d1a97e718bb4d6","sample":"S-002","sealed":"before"}','8622a4d7ac0eddf7d138bca086163436a7ddeb78702219be411ba79c36d3e551','ec34c2dfc5dafe193395aa0f5f51706b31186f4e2a1ac5afafab530690120a4b','2026-10-10T01:35:12+00:00','root');
INSERT INTO "ledger" VALUES(7,'discard','S-002','{"reason":"The wrong list","sample":"S-002"}','ec34c2dfc5dafe193395aa0f5f51706b31186f4e2a1ac5afafab530690120a4b','784cfb80ec1b36c9a6b4ed7ea38de9b36d9e99fcc30ed799e3cc24b8b54eadf6','2026-10-10T01:35:15+00:00','root');
CREATE TABLE meta (
	"key" VARCHAR(40) NOT NULL, 
	value TEXT, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','2');
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
INSERT INTO "response_act" VALUES(1,1,'police','police','sign',1,'A. Khan','Chief Constable','2026-01-10','','ea395f314f24261b47e0b9e82e08c19e183c5c38f465ae98324f49020c4ed0bd','2026-01-10T01:34:41+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(2,1,'police','police','reopen',2,'','','','Evidence came late','','2026-01-10T01:34:43+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(3,1,'police','police','sign',2,'A. Khan','Chief Constable','2026-01-10','','f623e00ed4c3a0d0c8a4621fa2a7f83149a53f164ccde33e6d9c5a3c72380b67','2026-01-10T01:34:47+00:00','Ann Öz');
INSERT INTO "response_act" VALUES(4,1,'elm','elm','sign',1,'B. Ray','Chief Nurse','2026-01-10','','a42ce78dbf2dd79652e90c9c241a70eb313aaa4f5dd68533ce36b82ff0f88ea1','2026-01-10T01:34:52+00:00','Ann Öz');
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
INSERT INTO "round" VALUES(1,'Old','old','2025','2026-01-31','602b4e317fb8c65791a140b9766e8ad7da9bd0cf4ab9c6b2939f4e2decc0447e','{"catalogue":{"edition":"1","ref":"local/set","scale":"met-partly-not","standards":[{"id":"A","questions":[{"critical":"yes","id":"A1","text":"Somebody on the board leads."},{"id":"A2","text":"Staff know who that is."}],"title":"Leading"},{"id":"B","questions":[{"id":"B1","text":"Staff are trained in time."}],"title":"Learning"}],"title":"Standards"},"holidays":{},"kinds":{"duties":[{"code":"section-11","label":"Section 11","reason":"","words":["s11"]}],"kinds":[{"code":"police","label":"Police","reason":"","words":["constabulary"]},{"code":"health","label":"Health","reason":"","words":["NHS trust"]},{"code":"voluntary","label":"Voluntary and community sector","reason":"","words":["charity"]}]},"ref":"local/ask","scale":{"grades":[{"code":"met","colour":"00703C","definition":"In place and working throughout, and you could show it to a visitor today.","good":"yes","label":"Met","points":"2"},{"code":"partly","colour":"F4A300","definition":"In place for some services or staff, out of date, or there on paper but not in use.","good":"no","label":"Partly met","points":"1"},{"code":"not-met","colour":"D4351C","definition":"Not in place, or so incomplete that nobody should rely on it.","good":"no","label":"Not met","points":"0"},{"code":"n/a","colour":"B1B4B6","definition":"The question is about something that is not done here.","good":"no","label":"Not applicable"}],"title":"Met, partly met, not met"},"template":{"against":"local/set","needs":{"action":["not-met"],"evidence":[]},"title":"Self-assessment"},"themes":{"allegations":"Allegations and concerns about adults","commissioning":"Commissioning and contracts","domestic-abuse":"Domestic abuse and routine enquiry","early-help":"Early help","equality":"Equality and inclusion","escalation":"Escalation","exploitation":"Exploitation and harm outside the home","fathers":"Fathers and significant males","information-sharing":"Information sharing","leadership":"Leadership and governance","missed-appointments":"Missed appointments","online-safety":"Online safety","parental-risk-factors":"Combined parental risk factors","record-keeping":"Record keeping","safer-recruitment":"Safer recruitment and working practice","supervision":"Supervision","training":"Training and induction","voice-of-the-child":"Voice of the child"}}','2026-01-02T01:34:38+00:00','Ann Öz');
INSERT INTO "round" VALUES(2,'New','new','','2026-11-30','602b4e317fb8c65791a140b9766e8ad7da9bd0cf4ab9c6b2939f4e2decc0447e','{"catalogue":{"edition":"1","ref":"local/set","scale":"met-partly-not","standards":[{"id":"A","questions":[{"critical":"yes","id":"A1","text":"Somebody on the board leads."},{"id":"A2","text":"Staff know who that is."}],"title":"Leading"},{"id":"B","questions":[{"id":"B1","text":"Staff are trained in time."}],"title":"Learning"}],"title":"Standards"},"holidays":{},"kinds":{"duties":[{"code":"section-11","label":"Section 11","reason":"","words":["s11"]}],"kinds":[{"code":"police","label":"Police","reason":"","words":["constabulary"]},{"code":"health","label":"Health","reason":"","words":["NHS trust"]},{"code":"voluntary","label":"Voluntary and community sector","reason":"","words":["charity"]}]},"ref":"local/ask","scale":{"grades":[{"code":"met","colour":"00703C","definition":"In place and working throughout, and you could show it to a visitor today.","good":"yes","label":"Met","points":"2"},{"code":"partly","colour":"F4A300","definition":"In place for some services or staff, out of date, or there on paper but not in use.","good":"no","label":"Partly met","points":"1"},{"code":"not-met","colour":"D4351C","definition":"Not in place, or so incomplete that nobody should rely on it.","good":"no","label":"Not met","points":"0"},{"code":"n/a","colour":"B1B4B6","definition":"The question is about something that is not done here.","good":"no","label":"Not applicable"}],"title":"Met, partly met, not met"},"template":{"against":"local/set","needs":{"action":["not-met"],"evidence":[]},"title":"Self-assessment"},"themes":{"allegations":"Allegations and concerns about adults","commissioning":"Commissioning and contracts","domestic-abuse":"Domestic abuse and routine enquiry","early-help":"Early help","equality":"Equality and inclusion","escalation":"Escalation","exploitation":"Exploitation and harm outside the home","fathers":"Fathers and significant males","information-sharing":"Information sharing","leadership":"Leadership and governance","missed-appointments":"Missed appointments","online-safety":"Online safety","parental-risk-factors":"Combined parental risk factors","record-keeping":"Record keeping","safer-recruitment":"Safer recruitment and working practice","supervision":"Supervision","training":"Training and induction","voice-of-the-child":"Voice of the child"}}','2026-10-02T01:34:57+00:00','Ann Öz');
CREATE TABLE round_act (
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	act VARCHAR(200) NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "round_act" VALUES(1,1,'close','2026-01-10T01:34:56+00:00','Ann Öz');
CREATE TABLE sample (
	seq INTEGER NOT NULL, 
	id VARCHAR(200) NOT NULL, 
	certificate TEXT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id)
);
INSERT INTO "sample" VALUES(1,'S-001','{"acts":[{"act":"seal","at":"2026-10-10T01:35:06+00:00","by":"Ann Öz","content":{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""}},"digest":"22723ebff46e732df44d3a05a134741ec8213615fd29435fab7d42ea99c487d2","previous":"0000000000000000000000000000000000000000000000000000000000000000"},{"act":"seed","at":"2026-10-10T01:35:06+00:00","by":"Ann Öz","content":{"origin":"given","sample":"S-001","seed":"48151623"},"digest":"9c9a215f15d7f17980ee3fc739f126351ae9b39bf93b382194c192d6f39962f9","previous":"22723ebff46e732df44d3a05a134741ec8213615fd29435fab7d42ea99c487d2"},{"act":"draw","at":"2026-10-10T01:35:06+00:00","by":"Ann Öz","content":{"cases":3,"design":{"method":"simple","reserves":null,"size":3},"result":"42d7808441396d90af4c2669393dc2011c715540f6f2344a49715524e7efdb7f","sample":"S-001","sealed":"in the same command"},"digest":"a51f6240bb81d2fc42d088bac54a64bf2f709b3654232318b47c83ca242bbd7d","previous":"9c9a215f15d7f17980ee3fc739f126351ae9b39bf93b382194c192d6f39962f9"}],"certificate":1,"design":{"method":"simple","reserves":null,"size":3},"digest":"051785ae19a02168a54012101ac6a4bc289634e0431497a87a7463cb15d7cc5c","drawn":[{"place":1,"reference":"C-01","stratum":"","ticket":"12ef42afccd5424774f8dc6ad79c3fbf7a04de60a272d2e7a5dc02af8e6c8b5f","unit":"R-009"},{"place":2,"reference":"C-02","stratum":"","ticket":"19f8d3ae68a52a53cef18fe0519d54764280236ccee4534d3e7b24e3001767cd","unit":"R-011"},{"place":3,"reference":"C-03","stratum":"","ticket":"1aa60f612eb5abafeb705185a91ab97a652fcefe0e1fed311168e085c15f28b2","unit":"R-008"}],"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"id":"S-001","reserves":[{"place":4,"stratum":"","ticket":"48856b44d194eea41f8ce2bd76c98399baf79aa647e13db21b0eb688d5059e0e","unit":"R-001"},{"place":5,"stratum":"","ticket":"4c789d7a020b5d95cd6953c0ad60f509010c3c7500d3e3b6a8064cfe2cf986fd","unit":"R-007"},{"place":6,"stratum":"","ticket":"799d0b172108a2cdcf0be7bf2a11479a163d3f4a8e4e88b2945ba7f1a879940e","unit":"R-010"}],"seed":"48151623","source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""},"sub_samples":{}}','2026-10-10T01:35:06+00:00','Ann Öz');
INSERT INTO "sample" VALUES(2,'S-002','{"acts":[{"act":"seal","at":"2026-10-10T01:35:06+00:00","by":"Ann Öz","content":{"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""}},"digest":"22723ebff46e732df44d3a05a134741ec8213615fd29435fab7d42ea99c487d2","previous":"0000000000000000000000000000000000000000000000000000000000000000"},{"act":"seed","at":"2026-10-10T01:35:12+00:00","by":"root","content":{"origin":"given","sample":"S-002","seed":"1234567"},"digest":"8622a4d7ac0eddf7d138bca086163436a7ddeb78702219be411ba79c36d3e551","previous":"55dcce21c96d44ce81eb24940f21193c2778b9b3ada938c2d5e1aee000f631f7"},{"act":"draw","at":"2026-10-10T01:35:12+00:00","by":"root","content":{"cases":2,"design":{"method":"simple","reserves":null,"size":2},"result":"5138d4e9bc4b23dab28f51f02916514bf7866f7aa1b3654ea2d1a97e718bb4d6","sample":"S-002","sealed":"before"},"digest":"ec34c2dfc5dafe193395aa0f5f51706b31186f4e2a1ac5afafab530690120a4b","previous":"8622a4d7ac0eddf7d138bca086163436a7ddeb78702219be411ba79c36d3e551"}],"certificate":1,"design":{"method":"simple","reserves":null,"size":2},"digest":"7b608ee0eea8d0c44becb3fa0761fd7b2c943e6372adae9239814b9fcca388a6","drawn":[{"place":1,"reference":"C-01","stratum":"","ticket":"0fb0f2c5376b6a21459ee8a5083a6862cfe05bfc996dc1ca96c8b20c3ead97d8","unit":"R-008"},{"place":2,"reference":"C-02","stratum":"","ticket":"18a5396dbe4891e86139d82a121a9b4cb4ee23ca3b64e8cb03298e20c71fa183","unit":"R-007"}],"frame":{"by":[],"differing":[],"distinct":false,"excluded":[],"fingerprint":"45530955a2555c3 efbccd9a6f97d3d","population":12,"strata":{"":12},"unit":["id"],"where":[]},"id":"S-002","reserves":[{"place":3,"stratum":"","ticket":"2c574642b1a985d7edabdd16b59e767d69b2d6787febac088ee8cbe44da26eec","unit":"R-006"},{"place":4,"stratum":"","ticket":"2df5ceaf1e12559e8a086a5702fbfbaf49b50c6201179ea83b9d3e893dd89cda","unit":"R-002"}],"seed":"1234567","source":{"register":"register.csv","rows":12,"sha256":"dbbc0bde4b32096486a77387f444e3286e20b0db7e6c6401c77240a44b749538","sheet":""},"sub_samples":{}}','2026-10-10T01:35:12+00:00','root');
CREATE INDEX ix_round_folded ON round (folded);
CREATE INDEX ix_round_act_round ON round_act (round);
CREATE INDEX ix_expected_round ON expected (round);
CREATE INDEX ix_answer_round ON answer (round);
CREATE INDEX ix_response_act_round ON response_act (round);
COMMIT;
