package org.spiketrain.data;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Labels that most likely mean the same class: they differ in case, Unicode form, spaces, quotation
 * marks, or the way a number is written, as 1 and 1.0.
 */
final class LikeLabels {
  private static final Pattern BESIDE_THE_LABEL = Pattern.compile("[\\p{Z}\\p{Cc}\\p{Cf}\"']");
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,30}([.,]\\d{0,30})?");

  private LikeLabels() {}

  /** Groups of at least two, in the order of the labels. */
  static List<List<String>> among(List<String> labels) {
    Map<String, List<String>> groups =
        labels.stream()
            .collect(
                Collectors.groupingBy(LikeLabels::folded, LinkedHashMap::new, Collectors.toList()));
    return groups.values().stream().filter(group -> group.size() > 1).toList();
  }

  private static String folded(String label) {
    String form = Normalizer.normalize(label, Normalizer.Form.NFKC);
    String text = BESIDE_THE_LABEL.matcher(form).replaceAll("").toLowerCase(Locale.ROOT);
    return NUMBER.matcher(text).matches()
        ? new BigDecimal(text.replace(',', '.')).stripTrailingZeros().toPlainString()
        : text;
  }
}
