package org.spiketrain.report;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** An HTML file in the making. All text is escaped; pictures go into the file. */
final class HtmlPage {
  private static final String STYLE =
      """
      body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff;
             max-width: 960px; margin: 2rem auto; padding: 0 1rem; }
      h1 { margin-bottom: 0; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #ddd; }
      p.note { color: #555; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 1rem 0;
              display: block; overflow-x: auto; }
      th, td { padding: .25rem .9rem; text-align: right; border-bottom: 1px solid #eee; }
      th:first-child, td:first-child, td.text, th.text { text-align: left; }
      th { border-bottom: 2px solid #999; }
      table.emphasised tbody tr:first-child { font-weight: bold; background: #eef5fb; }
      td { overflow-wrap: break-word; max-width: 30rem; }
      img { max-width: 100%; height: auto; }
      div.beside { display: flex; flex-wrap: wrap; gap: 1rem; }
      div.beside figure { flex: 1 1 420px; max-width: 472px; margin: 0; }
      """;

  private final StringBuilder body = new StringBuilder();
  private final String title;

  HtmlPage(String title, String subtitle) {
    this.title = escaped(title);
    body.append("<h1>").append(this.title).append("</h1>\n");
    note(subtitle);
  }

  void heading(String text) {
    body.append("<h2>").append(escaped(text)).append("</h2>\n");
  }

  void note(String text) {
    body.append("<p class=\"note\">").append(escaped(text)).append("</p>\n");
  }

  void table(List<String> header, List<List<String>> rows) {
    table("plain", header, rows);
  }

  /**
   * A table whose first column has links.
   *
   * @param links addresses by what stands there; what has none stays as it is
   */
  void table(List<String> header, List<List<String>> rows, Map<String, String> links) {
    table("plain", header, rows, links);
  }

  /** A table whose first row is the header. */
  void table(List<List<String>> rows) {
    table(rows.get(0), rows.subList(1, rows.size()));
  }

  void table(Map<String, String> values) {
    table(
        List.of("key", "value"),
        values.entrySet().stream().map(one -> List.of(one.getKey(), one.getValue())).toList());
  }

  /** A table whose first row is the header, and whose second one is what matters. */
  void emphasisedTable(List<List<String>> rows) {
    table("emphasised", rows.get(0), rows.subList(1, rows.size()));
  }

  // As images, not inline: the clip paths of two inline drawings would share their ids.
  void svg(Picture picture, String description) {
    image("image/svg+xml", picture.svg(), description);
  }

  void png(Picture picture, String description) {
    image("image/png", picture.png(), description);
  }

  /** Pictures beside each other, by what they show. */
  void pngsBeside(Map<String, Picture> pictures) {
    body.append("<div class=\"beside\">\n");
    pictures.forEach(
        (description, picture) -> {
          body.append("<figure>");
          png(picture, description);
          body.append("</figure>\n");
        });
    body.append("</div>\n");
  }

  String toHtml() {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <style>
    %s</style>
    </head>
    <body>
    %s</body>
    </html>
    """
        .formatted(title, STYLE, body);
  }

  byte[] bytes() {
    return toHtml().getBytes(StandardCharsets.UTF_8);
  }

  private void image(String type, byte[] bytes, String description) {
    body.append("<img alt=\"").append(escaped(description)).append("\" src=\"data:");
    body.append(type).append(";base64,").append(Base64.getEncoder().encodeToString(bytes));
    body.append("\">\n");
  }

  private void table(String kind, List<String> header, List<List<String>> rows) {
    table(kind, header, rows, Map.of());
  }

  private void table(
      String kind, List<String> header, List<List<String>> rows, Map<String, String> links) {
    body.append("<table class=\"").append(kind).append("\">\n<thead>");
    row("th", header, rows, Map.of());
    body.append("</thead>\n<tbody>\n");
    rows.forEach(cells -> row("td", cells, rows, links));
    body.append("</tbody>\n</table>\n");
  }

  private void row(
      String tag, List<String> cells, List<List<String>> rows, Map<String, String> links) {
    body.append("<tr>");
    for (int column = 0; column < cells.size(); column++) {
      String kind = isNumeric(rows, column) ? "" : " class=\"text\"";
      body.append('<').append(tag).append(kind).append('>');
      body.append(cell(cells.get(column), column == 0 ? links : Map.of()));
      body.append("</").append(tag).append('>');
    }
    body.append("</tr>\n");
  }

  private static String cell(String text, Map<String, String> links) {
    return links.containsKey(text)
        ? "<a href=\"%s\">%s</a>".formatted(escaped(links.get(text)), escaped(text))
        : escaped(text);
  }

  /** A column of figures is set to the right. */
  private static boolean isNumeric(List<List<String>> rows, int column) {
    return rows.stream()
        .allMatch(
            row ->
                row.get(column)
                    .matches("–|(< )?[-+0-9.,]+( %)?( ± [0-9.]+)?( \\([-0-9.,]+–[-0-9.,]+\\))?"));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
