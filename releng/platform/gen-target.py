#!/usr/bin/env python3
"""roots file -> flat .target (+ platform feature). Every artifact pinned, one version each.

roots file: one GAV per line; first line marked '@' = anchor whose own graph wins over
everything else; '-g:a' = exclude; '#...' comment.  Uses only the Maven client ($MVN).
usage: gen-target.py roots.txt out.target [feature.xml feature-id feature-version]
"""
import subprocess, sys, os, zipfile, re, tempfile
roots, anchors, excl = [], [], []
for l in open(sys.argv[1]):
    l = l.split('#')[0].strip()
    if not l: continue
    if l[0] == '-': excl.append(l[1:])
    elif l[0] == '@': anchors.append(l[1:]); roots.append(l[1:])
    else: roots.append(l)
mvn = os.environ.get('MVN', 'mvn'); args = os.environ.get('MAVEN_ARGS', '').split()
tmp = tempfile.mkdtemp()
def dep(gav):
    g, a, v = gav.split(':')
    ex = ''.join('<exclusion><groupId>%s</groupId><artifactId>%s</artifactId></exclusion>' % tuple(e.split(':')) for e in excl)
    return f'<dependency><groupId>{g}</groupId><artifactId>{a}</artifactId><version>{v}</version><exclusions>{ex}</exclusions></dependency>\n'
def resolve(gavs, managed):
    m = ''.join(f'<dependency><groupId>{g}</groupId><artifactId>{a}</artifactId><version>{v}</version></dependency>' for g, a, v in managed)
    open(tmp + '/pom.xml', 'w').write(f'<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version><packaging>pom</packaging><dependencyManagement><dependencies>{m}</dependencies></dependencyManagement><dependencies>{"".join(map(dep, gavs))}</dependencies></project>')
    subprocess.run([mvn, *args, '-f', tmp + '/pom.xml', '-q', 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:list', '-DoutputFile=' + tmp + '/list', '-DincludeScope=runtime', '-DoutputAbsoluteArtifactFilename=true'], check=True)
    out = []
    for l in open(tmp + '/list'):
        m = re.match(r'([\w.-]+):([\w.-]+):jar:([\w.+-]+):(?:compile|runtime)(?: \(optional\) ?)?:(\S+\.jar)', re.sub(r'\x1b\[[0-9;]*m', '', l).strip())
        if m: out.append(m.groups())
    return out
managed = [(g, a, v) for g, a, v, f in resolve(anchors, [])]
ok, wrap, feat = [], [], []
for g, a, v, f in resolve(roots, managed):
    try: mf = zipfile.ZipFile(f).read('META-INF/MANIFEST.MF').decode().replace('\r', '').replace('\n ', '')
    except KeyError: mf = ''
    h = lambda k: (re.search('^' + k + ': *(.*)$', mf, re.M) or [None, ''])[1]
    bsn = h('Bundle-SymbolicName').split(';')[0].strip(); pf = h('Eclipse-PlatformFilter').replace(' ', '')
    if bsn: ok.append((g, a, v))
    else:
        wrap.append((g, a, v)); bsn = 'org.apache.' + a.replace('batik-', 'batik.') if a.startswith('batik') else f'wrapped.{g}.{a}'
    if not g.startswith('org.junit') and a not in ('opentest4j', 'apiguardian-api'):
        env = ''.join(f' {k}="{x}"' for k, x in re.findall(r'osgi\.(os|ws|arch)=(\w+)', pf))
        feat.append(f'  <plugin id="{bsn}"{env} version="0.0.0"/>\n')
def loc(label, deps, mm, instr=None):
    s = f'    <location includeDependencyDepth="none" includeDependencyScopes="compile,runtime" includeSource="false" label="{label}" missingManifest="{mm}" type="Maven">\n      <dependencies>\n'
    for g, a, v in sorted(deps):
        s += f'        <dependency><groupId>{g}</groupId><artifactId>{a}</artifactId><version>{v}</version><type>jar</type></dependency>\n'
    s += '      </dependencies>\n'
    if instr: s += '      <instructions><![CDATA[\n' + instr + ']]></instructions>\n'
    return s + '    </location>\n'
out = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<?pde version="3.8"?>\n<target name="livepatch" sequenceNumber="1">\n  <locations>\n'
out += loc('OSGi bundles', ok, 'error')
grammar = lambda artifact: artifact.startswith('tree-sitter-')
w = [x for x in wrap if not x[1].startswith('batik') and not grammar(x[1])]
if w: out += loc('plain jars, wrapped into bundles', w, 'generate')
w = [x for x in wrap if x[1].startswith('batik')]
if w: out += loc('Batik, wrapped under the names that Eclipse requires', w, 'generate', 'Bundle-Name: ${mvnGroupId}:${mvnArtifactId}\nversion: ${versionmask;===;${version_cleanup;${mvnVersion}}}\nBundle-SymbolicName: org.apache.${replacestring;${mvnArtifactId};batik-;batik.}\nBundle-Version: ${version}\nImport-Package: *;resolution:=optional\nExport-Package: *;version="${version}";-noimport:=true\n')
w = [x for x in wrap if grammar(x[1])]
if w: out += loc('grammars in the package of tree-sitter itself, so its fragments', w, 'generate', 'Bundle-Name: ${mvnGroupId}:${mvnArtifactId}\nversion: ${versionmask;===;${version_cleanup;${mvnVersion}}}\nBundle-SymbolicName: wrapped.${mvnGroupId}.${mvnArtifactId}\nBundle-Version: ${version}\nFragment-Host: wrapped.io.github.bonede.tree-sitter\nImport-Package: !*\n-exportcontents: !*\n')
extra = os.environ.get('EXTRA_LOCATIONS')
if extra: out += open(extra).read()
open(sys.argv[2], 'w').write(out + '  </locations>\n</target>\n')
if len(sys.argv) > 3:
    open(sys.argv[3], 'w').write(f'<?xml version="1.0" encoding="UTF-8"?>\n<feature id="{sys.argv[4]}" label="Eclipse Platform" version="{sys.argv[5]}">\n' + ''.join(sorted(feat)) + '</feature>\n')
print(len(ok), 'bundles,', len(wrap), 'wrapped')
