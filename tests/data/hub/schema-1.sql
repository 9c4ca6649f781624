-- The hub's tables as the first schema made them.
CREATE TABLE facts (
	name VARCHAR(64) NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (name)
);
INSERT INTO facts VALUES('schema','1');
CREATE TABLE people (
	id VARCHAR(36) NOT NULL,
	username VARCHAR(200) NOT NULL,
	password TEXT NOT NULL,
	first_name TEXT NOT NULL,
	last_name TEXT NOT NULL,
	email TEXT NOT NULL,
	designation TEXT NOT NULL,
	grade TEXT NOT NULL,
	organisation TEXT NOT NULL,
	supervisor VARCHAR(200) NOT NULL,
	language VARCHAR(40) NOT NULL,
	org_id VARCHAR(64) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (username)
);
CREATE TABLE sessions (
	id VARCHAR(36) NOT NULL,
	person VARCHAR(36) NOT NULL,
	started_at BIGINT NOT NULL,
	used_at BIGINT NOT NULL,
	ended_at BIGINT,
	PRIMARY KEY (id)
);
CREATE TABLE codes (
	code VARCHAR(64) NOT NULL,
	session VARCHAR(36) NOT NULL,
	client VARCHAR(64) NOT NULL,
	redirect TEXT NOT NULL,
	challenge TEXT,
	scope TEXT NOT NULL,
	nonce TEXT,
	made_at BIGINT NOT NULL,
	used_at BIGINT,
	grant_id VARCHAR(36),
	PRIMARY KEY (code)
);
CREATE TABLE grants (
	id VARCHAR(36) NOT NULL,
	session VARCHAR(36) NOT NULL,
	person VARCHAR(36) NOT NULL,
	client VARCHAR(64) NOT NULL,
	scope TEXT NOT NULL,
	nonce TEXT,
	offline BOOLEAN NOT NULL,
	started_at BIGINT NOT NULL,
	used_at BIGINT NOT NULL,
	ended_at BIGINT,
	PRIMARY KEY (id)
);
CREATE TABLE refresh_tokens (
	digest VARCHAR(64) NOT NULL,
	grant_id VARCHAR(36) NOT NULL,
	made_at BIGINT NOT NULL,
	spent_at BIGINT,
	PRIMARY KEY (digest)
);
CREATE TABLE contents (
	id VARCHAR(80) NOT NULL,
	category VARCHAR(80) NOT NULL,
	mime_type VARCHAR(120) NOT NULL,
	visibility VARCHAR(20) NOT NULL,
	status VARCHAR(20) NOT NULL,
	version FLOAT NOT NULL,
	document JSON NOT NULL,
	hierarchy JSON,
	questions JSON,
	changed_at BIGINT NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE media (
	path VARCHAR(500) NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	size BIGINT NOT NULL,
	mtime_ns BIGINT NOT NULL,
	PRIMARY KEY (path)
);
CREATE TABLE batches (
	id VARCHAR(80) NOT NULL,
	course VARCHAR(80) NOT NULL,
	name TEXT NOT NULL,
	starts_at BIGINT NOT NULL,
	ends_at BIGINT,
	enrolment_ends_at BIGINT,
	kind VARCHAR(20) NOT NULL,
	closed BOOLEAN NOT NULL,
	made_at BIGINT NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE plans (
	id VARCHAR(36) NOT NULL,
	name TEXT NOT NULL,
	org_id VARCHAR(64) NOT NULL,
	kind VARCHAR(20) NOT NULL,
	due_at BIGINT NOT NULL,
	apar BOOLEAN NOT NULL,
	made_at BIGINT NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE plan_targets (
	"plan" VARCHAR(36) NOT NULL,
	target VARCHAR(200) NOT NULL,
	PRIMARY KEY ("plan", target)
);
CREATE TABLE plan_courses (
	"plan" VARCHAR(36) NOT NULL,
	course VARCHAR(80) NOT NULL,
	place INTEGER NOT NULL,
	PRIMARY KEY ("plan", course)
);
CREATE TABLE enrolments (
	person VARCHAR(36) NOT NULL,
	course VARCHAR(80) NOT NULL,
	batch VARCHAR(80) NOT NULL,
	active BOOLEAN NOT NULL,
	enrolled_at BIGINT NOT NULL,
	completed_at BIGINT,
	opened_at BIGINT,
	last_content VARCHAR(80),
	last_status INTEGER,
	last_details JSON,
	language VARCHAR(40),
	PRIMARY KEY (person, course, batch)
);
CREATE TABLE states (
	person VARCHAR(36) NOT NULL,
	course VARCHAR(80) NOT NULL,
	batch VARCHAR(80) NOT NULL,
	content VARCHAR(80) NOT NULL,
	status INTEGER NOT NULL,
	progress INTEGER NOT NULL,
	accessed_at BIGINT,
	completed_at BIGINT,
	views INTEGER NOT NULL,
	completions INTEGER NOT NULL,
	last_write JSON NOT NULL,
	PRIMARY KEY (person, course, batch, content)
);
CREATE TABLE personal_states (
	person VARCHAR(36) NOT NULL,
	content VARCHAR(80) NOT NULL,
	status INTEGER NOT NULL,
	progress INTEGER NOT NULL,
	accessed_at BIGINT,
	completed_at BIGINT,
	views INTEGER NOT NULL,
	completions INTEGER NOT NULL,
	last_write JSON NOT NULL,
	PRIMARY KEY (person, content)
);
CREATE TABLE attempts (
	id VARCHAR(80) NOT NULL,
	person VARCHAR(36) NOT NULL,
	content VARCHAR(80) NOT NULL,
	course VARCHAR(80) NOT NULL,
	batch VARCHAR(80) NOT NULL,
	started_at BIGINT NOT NULL,
	ends_at BIGINT,
	submitted_at BIGINT,
	score FLOAT,
	max_score FLOAT,
	detail JSON,
	PRIMARY KEY (id)
);
CREATE TABLE telemetry (
	seq INTEGER NOT NULL,
	at BIGINT NOT NULL,
	msgid TEXT,
	device TEXT,
	events INTEGER NOT NULL,
	body JSON NOT NULL,
	PRIMARY KEY (seq)
);
CREATE TABLE accepted_writes (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	at BIGINT NOT NULL,
	route VARCHAR(200) NOT NULL,
	person VARCHAR(36) NOT NULL,
	course VARCHAR(80),
	batch VARCHAR(80),
	content VARCHAR(80),
	status INTEGER,
	percentage FLOAT,
	details JSON,
	request_id TEXT
);
CREATE INDEX refresh_tokens_of_grant ON refresh_tokens (grant_id);
CREATE INDEX ix_batches_course ON batches (course);
CREATE INDEX enrolments_of_course ON enrolments (course);
CREATE INDEX attempts_of_person ON attempts (person, content);
