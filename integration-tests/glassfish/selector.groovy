// GlassFish 7.0.21 reads classes up to Java 23. With a newer JDK in it.java.home the invoker skips this project and says so.
def release = new Properties()
new File(javaHome, 'release').withInputStream { release.load(it) }
return release.getProperty('JAVA_VERSION').replaceAll(/"|\..*/, '').toInteger() <= 23
