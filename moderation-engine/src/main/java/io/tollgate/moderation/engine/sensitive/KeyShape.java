package io.tollgate.moderation.engine.sensitive;

import java.util.List;
import java.util.Locale;

/**
 * What the keys of a vendor look like.
 *
 * @param prefix how they begin, in lower case
 * @param casedPrefix how they begin, in the case in which they are issued
 * @param signs which characters may follow besides letters and digits
 * @param least how many characters follow at least
 */
record KeyShape(String prefix, String casedPrefix, String signs, int least) {

    private static final String NO_SIGNS = "";
    private static final String DASHES = "-_";

    static final List<KeyShape> ALL = List.of(
            of("sk-", DASHES, 20), // OpenAI, Anthropic, OpenRouter, DeepSeek, this gateway
            of("AKIA", NO_SIGNS, 16), // Amazon Web Services
            of("ASIA", NO_SIGNS, 16),
            of("ghp_", NO_SIGNS, 36), // GitHub
            of("gho_", NO_SIGNS, 36),
            of("ghu_", NO_SIGNS, 36),
            of("ghs_", NO_SIGNS, 36),
            of("ghr_", NO_SIGNS, 36),
            of("github_pat_", "_", 40),
            of("glpat-", DASHES, 20), // GitLab
            of("xoxb-", "-", 20), // Slack
            of("xoxp-", "-", 20),
            of("xoxa-", "-", 20),
            of("xoxr-", "-", 20),
            of("xoxs-", "-", 20),
            of("xapp-", "-", 20),
            of("hooks.slack.com/services/", "/", 20),
            of("AIza", DASHES, 35), // Google
            of("ya29.", DASHES, 20),
            of("GOCSPX-", DASHES, 20),
            of("sk_live_", NO_SIGNS, 16), // Stripe
            of("sk_test_", NO_SIGNS, 16),
            of("rk_live_", NO_SIGNS, 16),
            of("rk_test_", NO_SIGNS, 16),
            of("whsec_", "+/=", 20),
            of("hf_", NO_SIGNS, 30), // Hugging Face
            of("gsk_", NO_SIGNS, 20), // Groq
            of("xai-", DASHES, 20), // xAI
            of("nvapi-", DASHES, 20), // NVIDIA
            of("r8_", NO_SIGNS, 30), // Replicate
            of("pplx-", NO_SIGNS, 30), // Perplexity
            of("npm_", NO_SIGNS, 36),
            of("pypi-AgEI", DASHES, 40),
            of("dckr_pat_", DASHES, 20),
            of("SG.", DASHES + ".", 40), // SendGrid
            of("dop_v1_", NO_SIGNS, 64), // DigitalOcean
            of("shpat_", NO_SIGNS, 32), // Shopify
            of("sq0atp-", DASHES, 20), // Square
            of("lin_api_", NO_SIGNS, 30), // Linear
            of("ntn_", NO_SIGNS, 30), // Notion
            of("LTAI", NO_SIGNS, 16), // Alibaba Cloud
            of("AKID", NO_SIGNS, 16), // Tencent Cloud
            of("AGE-SECRET-KEY-1", NO_SIGNS, 50));

    private static KeyShape of(String prefix, String signs, int least) {
        return new KeyShape(prefix.toLowerCase(Locale.ROOT), prefix, signs, least);
    }

    boolean allows(char character) {
        boolean plain = (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
        return plain || signs.indexOf(character) >= 0;
    }
}
