package io.tollgate.moderation.engine;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.View;
import java.nio.CharBuffer;
import java.util.List;

/** A tenant's regular expression. RE2 takes time linear in the text for each match, and the matches are counted. */
record CompiledExpression(String id, Pattern pattern) {

    void find(NormalisedText text, List<RuleFinding> found) {
        View folded = text.folded();
        Matcher matcher = pattern.matcher(CharBuffer.wrap(folded.characters(), 0, folded.length()));
        int matches = 0;
        while (matches < Assessment.MAX_HITS && matcher.find()) {
            if (matcher.end() > matcher.start()) {
                found.add(new RuleFinding(
                        id,
                        text.start(folded, matcher.start(), matcher.end()),
                        text.end(folded, matcher.start(), matcher.end())));
            }
            matches++;
        }
    }
}
