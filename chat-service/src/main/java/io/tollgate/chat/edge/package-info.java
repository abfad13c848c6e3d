/** The public routes: their order, and forwarding to the services behind the edge. */
@NullMarked
package io.tollgate.chat.edge;

import org.jspecify.annotations.NullMarked;
