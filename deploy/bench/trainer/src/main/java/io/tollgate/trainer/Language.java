package io.tollgate.trainer;

import io.tollgate.moderation.engine.classify.LinearModel;
import java.util.SequencedMap;

/**
 * A trained language.
 *
 * @param model calibrated, trained on every text
 * @param heads what was found out of fold of each head
 * @param figures a section of the report
 */
record Language(LinearModel model, SequencedMap<String, Calibrated> heads, String figures) {}
