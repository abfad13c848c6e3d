/** Which target a call goes to: how each has fared lately, and whether it has room. */
@NullMarked
package io.tollgate.chat.target;

import org.jspecify.annotations.NullMarked;
