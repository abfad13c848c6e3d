-- Which days' spend was reported as unusual. The key is why each is reported once.
CREATE TABLE anomaly_alert (
    organization text NOT NULL REFERENCES organization (id),
    project      text NOT NULL, -- empty for the organization as a whole
    day          date NOT NULL, -- in UTC
    alert        uuid NOT NULL,
    PRIMARY KEY (organization, project, day)
);
