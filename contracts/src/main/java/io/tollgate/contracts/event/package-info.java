/** The events on the topics: records, names, attributes and the one JSON codec. */
@NullMarked
package io.tollgate.contracts.event;

import org.jspecify.annotations.NullMarked;
