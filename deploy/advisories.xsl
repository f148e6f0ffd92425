<?xml version="1.0" encoding="UTF-8"?>
<!-- Makes a rule of Maven's enforcer of the advisories that have no reason to stay. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/advisories">
    <enforcer>
      <rules>
        <bannedDependencies>
          <message>An artifact has a published fault. deploy/advisories.xml names it: raise the version, or say there why it stays.</message>
          <excludes>
            <xsl:for-each select="advisory[not(normalize-space(stays))]">
              <exclude><xsl:value-of select="concat(@artifact, ':', @affected)"/></exclude>
            </xsl:for-each>
          </excludes>
        </bannedDependencies>
      </rules>
    </enforcer>
  </xsl:template>
</xsl:stylesheet>
