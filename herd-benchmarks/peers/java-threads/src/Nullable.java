package threads;

import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/**
 * May be null. Own, so that nothing but a JDK is needed to compile; checkers know it by its name.
 */
@Target(ElementType.TYPE_USE)
@interface Nullable {}
