package org.spiketrain;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Tests of faults, hostile files and long stories: {@code mvn verify} leaves them out, {@code mvn
 * -P long verify} and continuous integration do not.
 */
@Tag("long")
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface LongTest {}
