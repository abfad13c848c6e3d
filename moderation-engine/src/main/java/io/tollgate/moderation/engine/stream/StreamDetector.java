package io.tollgate.moderation.engine.stream;

import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.engine.OpenAssessment;
import io.tollgate.moderation.engine.Sighting;
import io.tollgate.moderation.engine.SubjectSet;
import io.tollgate.moderation.engine.TenantRules;
import java.util.List;

/** What examines the texts of a stream. */
public interface StreamDetector {

    /** See {@link ModerationEngine#assessOpen}. */
    OpenAssessment assessOpen(CharSequence text, int start, int end, boolean forSensitive, SubjectSet altering);

    /** See {@link ModerationEngine#assessEnd}. */
    List<Sighting> assessEnd(CharSequence text, int start, int end, boolean forSensitive);

    /** See {@link ModerationEngine#lookBehind}. */
    int lookBehind();

    /** Examines what can only be judged as a whole: the last sentences of a text. */
    Assessment assessWhole(CharSequence sentences);

    static StreamDetector of(ModerationEngine engine) {
        return of(engine, TenantRules.NONE);
    }

    static StreamDetector of(ModerationEngine engine, TenantRules tenantRules) {
        return new StreamDetector() {
            @Override
            public OpenAssessment assessOpen(
                    CharSequence text, int start, int end, boolean forSensitive, SubjectSet altering) {
                return engine.assessOpen(text, start, end, forSensitive, altering, tenantRules);
            }

            @Override
            public List<Sighting> assessEnd(CharSequence text, int start, int end, boolean forSensitive) {
                return engine.assessEnd(text, start, end, forSensitive, tenantRules);
            }

            @Override
            public int lookBehind() {
                return engine.lookBehind();
            }

            @Override
            public Assessment assessWhole(CharSequence sentences) {
                return engine.assessSentences(sentences);
            }
        };
    }
}
