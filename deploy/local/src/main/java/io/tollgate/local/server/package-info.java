/** The real servers the suite runs on: Kafka, PostgreSQL, Redis. */
@NullMarked
package io.tollgate.local.server;

import org.jspecify.annotations.NullMarked;
