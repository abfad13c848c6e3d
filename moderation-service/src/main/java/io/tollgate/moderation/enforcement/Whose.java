package io.tollgate.moderation.enforcement;

import java.util.UUID;

/**
 * Whose texts are examined.
 *
 * @param project empty where it is not told
 */
public record Whose(UUID requestId, String organization, String project) {}
