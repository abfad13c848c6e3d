package io.tollgate.moderation.judge;

/** The kinds of models that can judge: each is asked and read in its own way. */
public enum JudgeKind {
    /** OpenAI's moderation models, at {@code /v1/moderations}; they see images too. */
    OPENAI_MODERATION,
    LLAMA_GUARD_3,
    LLAMA_GUARD_4,
    SHIELDGEMMA,
    /** Qwen3Guard-Gen. */
    QWEN3GUARD,
    /** Any chat model that keeps to a JSON schema; see {@link JudgeConfig.Settings#instructions()}. */
    JSON_SCHEMA
}
