/** The models a key may ask for, in OpenAI's shape. */
@NullMarked
package io.tollgate.chat.model;

import org.jspecify.annotations.NullMarked;
