/** Finds all of many patterns in one pass over a text. Knows nothing of what the patterns mean. */
@NullMarked
package io.tollgate.moderation.engine.automaton;

import org.jspecify.annotations.NullMarked;
