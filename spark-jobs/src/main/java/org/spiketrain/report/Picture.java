package org.spiketrain.report;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.commons.io.function.IOConsumer;
import org.knowm.xchart.internal.chartpart.Chart;

/** Charts of one width, at least one, drawn one below the other: the same as SVG and as PNG. */
record Picture(List<? extends Chart<?, ?>> panels) {
  /** Pixels per point, so that the letters of the PNG are sharp. */
  private static final int PNG_SCALE = 2;

  Picture(Chart<?, ?>... panels) {
    this(List.of(panels));
  }

  /** The picture as SVG, its letters drawn as outlines: it looks the same without our fonts. */
  byte[] svg() {
    VectorGraphics2D graphics = new OnlyPlaced();
    draw(graphics);
    Document document =
        Processors.get("svg")
            .getDocument(graphics.getCommands(), new PageSize(0, 0, width(), height()));
    return bytes(document::writeTo);
  }

  byte[] png() {
    BufferedImage image =
        new BufferedImage(PNG_SCALE * width(), PNG_SCALE * height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.scale(PNG_SCALE, PNG_SCALE);
    draw(graphics);
    graphics.dispose();
    return bytes(out -> ImageIO.write(image, "png", out));
  }

  private void draw(Graphics2D graphics) {
    for (Chart<?, ?> panel : panels) {
      panel.paint(graphics, panel.getWidth(), panel.getHeight());
      graphics.translate(0, panel.getHeight());
    }
  }

  /**
   * Leaves out what has no place, such as the bar of a missing value; a raster shows none of it.
   */
  private static final class OnlyPlaced extends VectorGraphics2D {
    @Override
    public void draw(Shape shape) {
      if (isPlaced(shape)) {
        super.draw(shape);
      }
    }

    @Override
    public void fill(Shape shape) {
      if (isPlaced(shape)) {
        super.fill(shape);
      }
    }

    private static boolean isPlaced(Shape shape) {
      double[] points = new double[6];
      for (PathIterator at = shape.getPathIterator(null); !at.isDone(); at.next()) {
        at.currentSegment(points);
        if (Arrays.stream(points).anyMatch(Double::isNaN)) {
          return false;
        }
      }
      return true;
    }
  }

  private int width() {
    return panels.get(0).getWidth();
  }

  private int height() {
    return panels.stream().mapToInt(Chart::getHeight).sum();
  }

  private static byte[] bytes(IOConsumer<OutputStream> drawing) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      drawing.accept(out);
    } catch (IOException e) {
      throw new UncheckedIOException("drawing into memory failed", e);
    }
    return out.toByteArray();
  }
}
