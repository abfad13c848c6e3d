/** LiteLLM's Generic Guardrail API: a LiteLLM proxy asks what a project's policy makes of its requests and answers. */
@NullMarked
package io.tollgate.moderation.litellm;

import org.jspecify.annotations.NullMarked;
