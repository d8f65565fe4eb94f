import {
  ActionIcon,
  Button,
  Checkbox,
  Fieldset,
  Group,
  PasswordInput,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { text } from '../text';
import type { HeaderDraft } from './pixel-draft';
import type { PixelFieldsProps } from './pixel-fields';

const words = text.integrations.form;

/** Method, address, headers, body and signature of a custom pixel. */
export function CustomFields({ draft, change, faults, stored }: Omit<PixelFieldsProps, 'platform'>) {
  return (
    <>
      <Group align="flex-start" gap="sm" wrap="wrap">
        <Select
          label={words.method}
          data={['POST', 'GET']}
          allowDeselect={false}
          w={100}
          value={draft.method}
          onChange={(method) => change({ method: method ?? 'POST' })}
          error={faults['custom.method']}
        />
        <TextInput
          label={words.url}
          description={words.urlHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          required
          flex="1 1 16rem"
          value={draft.url}
          onChange={(event) => change({ url: event.currentTarget.value })}
          error={faults['custom.url']}
        />
      </Group>
      <Textarea
        label={words.body}
        description={words.bodyHint}
        autosize
        minRows={3}
        maxRows={16}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8rem' } }}
        value={draft.body}
        onChange={(event) => change({ body: event.currentTarget.value })}
        error={faults['custom.body']}
      />
      <Headers headers={draft.headers} change={(headers) => change({ headers })} faults={faults} />
      <PasswordInput
        label={words.signingSecret}
        description={stored ? words.signedHint : words.signingHint}
        placeholder={stored ? words.secretKept : undefined}
        autoComplete="off"
        value={draft.signingSecret}
        onChange={(event) => change({ signingSecret: event.currentTarget.value })}
        error={faults['custom.signingSecret']}
        visibilityToggleButtonProps={{ 'aria-label': words.showSecret }}
      />
    </>
  );
}

interface HeadersProps {
  headers: HeaderDraft[];
  change: (headers: HeaderDraft[]) => void;
  faults: Record<string, string>;
}

function Headers({ headers, change, faults }: HeadersProps) {
  const replace = (at: number, changes: Partial<HeaderDraft>) =>
    change(headers.map((header, index) => (index === at ? { ...header, ...changes } : header)));
  const add = () => {
    const key = Math.max(-1, ...headers.map((header) => header.key)) + 1;
    change([...headers, { key, name: '', value: '', secret: false, stored: false }]);
  };
  return (
    <Fieldset legend={words.headers}>
      <Stack gap="xs">
        {headers.map((header, index) => (
          <Group key={header.key} gap="xs" align="flex-start">
            <TextInput
              aria-label={words.headerName(index + 1)}
              placeholder="X-Api-Key"
              flex="1 1 8rem"
              value={header.name}
              onChange={(event) => replace(index, { name: event.currentTarget.value })}
              error={faults[`custom.headers.${index}.name`]}
            />
            <TextInput
              aria-label={words.headerValue(index + 1)}
              placeholder={header.stored ? words.headerKept : undefined}
              flex="2 1 10rem"
              value={header.value}
              onChange={(event) => replace(index, { value: event.currentTarget.value })}
              error={faults[`custom.headers.${index}.value`]}
            />
            <Checkbox
              label={words.headerSecret}
              aria-label={words.headerSecretOf(index + 1)}
              mt={8}
              checked={header.secret}
              onChange={(event) => replace(index, { secret: event.currentTarget.checked })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={words.removeHeader(index + 1)}
              onClick={() => change(headers.filter((_header, at) => at !== index))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        {faults['custom.headers'] && (
          <Text c="var(--mantine-color-error)" size="sm">
            {faults['custom.headers']}
          </Text>
        )}
        <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={add} w="fit-content">
          {words.addHeader}
        </Button>
      </Stack>
    </Fieldset>
  );
}
