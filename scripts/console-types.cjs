// Writes console/src/api/schema.d.ts, the types of schema.graphql that the console's queries are checked against.
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { minifyIntrospection, outputIntrospectionFile } = require('@gql.tada/internal');
const { buildSchema, introspectionFromSchema } = require('graphql');

const root = path.join(__dirname, '..');
const schema = buildSchema(readFileSync(path.join(root, 'schema.graphql'), 'utf8'));
const introspection = minifyIntrospection(introspectionFromSchema(schema), { includeScalars: true });
const types = outputIntrospectionFile(introspection, { fileType: '.d.ts', shouldPreprocess: true });
writeFileSync(path.join(root, 'console/src/api/schema.d.ts'), types);
