/** How fast usage becomes ledger rows: billing-service alone, with real Kafka and real PostgreSQL. */
@NullMarked
package io.tollgate.bench.ingest;

import org.jspecify.annotations.NullMarked;
