/** The service's own PostgreSQL database: its schema, and whether it can be reached. */
@NullMarked
package io.tollgate.moderation.database;

import org.jspecify.annotations.NullMarked;
