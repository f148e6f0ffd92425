package org.spiketrain.data.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.spiketrain.data.text.TextFormat.Phrases;

/**
 * Trees in brackets, as the Stanford Sentiment Treebank has them: {@code (3 (2 good) (2 film))}.
 * Slashes and brackets stand there as {@code \/}, {@code -LRB-} and {@code -RRB-}; words may hold
 * any space but the ASCII one.
 */
final class TreeParser {
  private final Phrases phrases;

  TreeParser(Phrases phrases) {
    this.phrases = phrases;
  }

  /** A node that has begun. */
  private record Open(int place, String label, int firstWord) {}

  List<TextRow> parse(String line) {
    List<TextRow> found = new ArrayList<>();
    List<String> words = new ArrayList<>();
    Deque<Open> open = new ArrayDeque<>();
    int at = 0;
    while (at < line.length()) {
      char next = line.charAt(at);
      if (next == '(') {
        int end = endOfWord(line, at + 1);
        open.push(new Open(found.size(), line.substring(at + 1, end), words.size()));
        // Its position in pre-order, to be filled when its last word is known.
        found.add(TextRow.bad(line, "no whole tree"));
        at = end;
      } else if (next == ')') {
        if (open.isEmpty()) {
          return noTree(line);
        }
        Open node = open.pop();
        List<String> own = words.subList(node.firstWord(), words.size());
        found.set(node.place(), TextRow.of(node.label(), String.join(" ", own)));
        at++;
      } else if (next == ' ') {
        at++;
      } else {
        int end = endOfWord(line, at);
        words.add(plain(line.substring(at, end)));
        at = end;
      }
    }
    boolean whole = open.isEmpty() && !found.isEmpty() && !line.startsWith(" ");
    return whole ? chosen(found) : noTree(line);
  }

  private List<TextRow> chosen(List<TextRow> nodes) {
    return phrases == Phrases.TAKE ? nodes : nodes.subList(0, 1);
  }

  private static List<TextRow> noTree(String line) {
    return List.of(TextRow.bad(line, line.isBlank() ? TextRows.EMPTY : "no whole tree"));
  }

  private static int endOfWord(String line, int start) {
    int end = start;
    while (end < line.length() && " ()".indexOf(line.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static String plain(String word) {
    return switch (word) {
      case "-LRB-" -> "(";
      case "-RRB-" -> ")";
      default -> word.replace("\\/", "/");
    };
  }
}
