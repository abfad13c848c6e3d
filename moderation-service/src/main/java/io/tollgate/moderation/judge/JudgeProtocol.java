package io.tollgate.moderation.judge;

import java.util.List;

/**
 * How one kind of model is asked to judge, and how its answers are read: whatever blanks, case, punctuation or notation it drifts
 * into, but a pass only where it plainly says so. No state.
 */
sealed interface JudgeProtocol
        permits LlamaGuardProtocol, OpenAiModerationProtocol, Qwen3GuardProtocol, SchemaProtocol, ShieldGemmaProtocol {

    /** @return what to ask, at least one; the gravest ruling stands */
    List<Inquiry> inquiries(String model, Question question);
}
