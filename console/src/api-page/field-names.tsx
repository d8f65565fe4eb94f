import './api-page.css';
import { Box, Code, Table } from '@mantine/core';
import { text } from '../text';

const words = text.api.snippets;

/** Under which name each field of a lead is reported, and named in conditions. */
export function FieldNames() {
  const names = [...Object.entries(text.leads.fields), ...Object.entries(words.moreFields)];
  return (
    <Box component="details" className="field-names">
      <summary>{words.fieldNames}</summary>
      <Table mt="xs" withTableBorder maw="40rem">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.fieldName}</Table.Th>
            <Table.Th>{words.fieldMeaning}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {names.map(([name, meaning]) => (
            <Table.Tr key={name}>
              <Table.Td>
                <Code>{name}</Code>
              </Table.Td>
              <Table.Td>{meaning}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  );
}
