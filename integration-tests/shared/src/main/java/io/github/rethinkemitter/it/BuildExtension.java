package io.github.rethinkemitter.it;

import io.github.rethinkemitter.internal.cdi.EmitterBuildExtension;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.Discovery;
import jakarta.enterprise.inject.build.compatible.spi.ObserverInfo;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.ScannedClasses;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;

/**
 * The library's build compatible extension for Weld, which would use the portable one: Weld skips every extension with
 * {@code @SkipIfPortableExtensionPresent}. The methods are repeated because Weld reads only the methods of the class itself.
 */
public class BuildExtension extends EmitterBuildExtension {

    @Override
    @Discovery
    public void libraryBeans(ScannedClasses classes) {
        super.libraryBeans(classes);
    }

    @Override
    @Registration(types = Object.class)
    public void observer(ObserverInfo found) {
        super.observer(found);
    }

    @Override
    @Registration(types = int.class)
    public void observerOfPrimitive(ObserverInfo found) {
        super.observerOfPrimitive(found);
    }

    @Override
    @Registration(types = Object.class)
    public void bean(BeanInfo found) {
        super.bean(found);
    }

    @Override
    @Synthesis
    public void beans(SyntheticComponents components) {
        super.beans(components);
    }
}
