package io.tollgate.chat.dialect.prompt;

/** Whether the model must, may or must not call a tool. */
public sealed interface ToolChoice {

    /** The model decides. */
    record Auto() implements ToolChoice {}

    /** No tool may be called. */
    record None() implements ToolChoice {}

    /** Some tool must be called. */
    record Required() implements ToolChoice {}

    /** This function must be called. */
    record Function(String name) implements ToolChoice {}
}
