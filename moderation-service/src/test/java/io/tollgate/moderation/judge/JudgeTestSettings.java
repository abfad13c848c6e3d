package io.tollgate.moderation.judge;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** A judge of each kind, played by the simulated provider in place of chat-service; and some that are not set up right. */
public final class JudgeTestSettings implements QuarkusTestResourceLifecycleManager {

    /** The suite's own. */
    public static final String KEY = "sk-tg-judge-0123456789abcdef0123456789abcdef";

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>();
        settings.put("tollgate.judge.key", KEY);
        settings.put("tollgate.judge.gateway-url", "${tollgate.simulator.url}");
        settings.put("tollgate.judge.call-budget", "5s");
        settings.put("tollgate.judge.cascade-budget", "10s");
        judge(settings, "openai", "openai-moderation", "omni-moderation-latest");
        judge(settings, "llama3", "llama-guard-3", "llama-guard-3-8b");
        judge(settings, "llama4", "llama-guard-4", "llama-guard-4-12b");
        judge(settings, "gemma", "shieldgemma", "shieldgemma-9b");
        judge(settings, "qwen", "qwen3guard", "qwen3guard-4b");
        judge(settings, "schema", "json-schema", "json-judge");
        judge(settings, "hasty", "qwen3guard", "qwen3guard-4b");
        settings.put("tollgate.judge.judges.hasty.budget", "200ms");
        judge(settings, "unreadable", "json-schema", "json-judge");
        settings.put("tollgate.judge.judges.unreadable.instructions", "no/such/file.txt");
        settings.put("tollgate.judge.cascades.thorough", "qwen,llama4");
        settings.put("tollgate.judge.images", "openai");
        return settings;
    }

    private static void judge(Map<String, String> settings, String name, String kind, String model) {
        settings.put("tollgate.judge.judges." + name + ".kind", kind);
        settings.put("tollgate.judge.judges." + name + ".model", model);
    }

    @Override
    public void stop() {
        // Nothing runs here.
    }
}
