import { Accordion, PasswordInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { text } from '../text';
import { CustomFields } from './custom-fields';
import type { PixelDraft } from './pixel-draft';
import type { PlatformInfo } from './queries';

export interface PixelFieldsProps {
  platform: PlatformInfo;
  draft: PixelDraft;
  change: (changes: Partial<PixelDraft>) => void;
  /** Messages by the path of the API's input. */
  faults: Record<string, string>;
  /** One that is stored: its id stays, its token has a form of its own. */
  stored: boolean;
}

const words = text.integrations.form;

/** Everything that a platform asks for, from what the API publishes of it. */
export function PixelFields({ platform, draft, change, faults, stored }: PixelFieldsProps) {
  const isCustom = platform.platform === 'CUSTOM';
  return (
    <Stack>
      <TextInput
        label={words.name}
        placeholder={words.namePlaceholder}
        required
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={faults.name}
      />
      {!isCustom && !stored && (
        <>
          <TextInput
            label={words.platformPixelId[platform.platform] ?? text.integrations.pixelId}
            required
            autoComplete="off"
            value={draft.platformPixelId}
            onChange={(event) => change({ platformPixelId: event.currentTarget.value })}
            error={faults.platformPixelId}
          />
          <PasswordInput
            label={words.accessToken}
            description={words.tokenHint}
            required
            autoComplete="off"
            value={draft.accessToken}
            onChange={(event) => change({ accessToken: event.currentTarget.value })}
            error={faults.accessToken}
            visibilityToggleButtonProps={{ 'aria-label': words.showToken }}
          />
        </>
      )}
      {isCustom && <CustomFields draft={draft} change={change} faults={faults} stored={stored} />}
      {platform.settingsFields.length > 0 && (
        <Settings platform={platform} draft={draft} change={change} faults={faults} stored={stored} />
      )}
    </Stack>
  );
}

/** Folded away where nothing in it is required, filled in or wrong: most pixels need none of it. */
function Settings({ platform: { settingsFields }, draft, change, faults, stored }: PixelFieldsProps) {
  const [unfolded, setUnfolded] = useState(() =>
    settingsFields.some(({ name, required }) => required || draft.settings[name] !== undefined),
  );
  const isFaulty = settingsFields.some(({ name }) => faults[`settings.${name}`]);
  return (
    <Accordion
      variant="contained"
      value={unfolded || isFaulty ? 'settings' : null}
      onChange={(value) => setUnfolded(value !== null)}
    >
      <Accordion.Item value="settings">
        <Accordion.Control>{words.settings}</Accordion.Control>
        <Accordion.Panel>
          <Stack>
            {settingsFields.map((field) => (
              <SettingInput
                key={field.name}
                field={field}
                stored={stored}
                value={draft.settings[field.name]}
                error={faults[`settings.${field.name}`]}
                change={(value) => change({ settings: { ...draft.settings, [field.name]: value } })}
              />
            ))}
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

interface SettingInputProps {
  field: PlatformInfo['settingsFields'][number];
  value: unknown;
  error: string | undefined;
  stored: boolean;
  change: (value: unknown) => void;
}

/** By the field's type: boolean, choice:a|b|c, else text. */
function SettingInput({ field, value, error, stored, change }: SettingInputProps) {
  const { label, description, required, type, secret } = field;
  const shared = { label, description, required, error };
  if (type === 'boolean') {
    return <Switch {...shared} checked={value === true} onChange={(event) => change(event.currentTarget.checked)} />;
  }
  if (type.startsWith('choice:')) {
    const choices = type.slice('choice:'.length).split('|');
    return (
      <Select
        {...shared}
        data={choices}
        clearable
        clearButtonProps={{ 'aria-label': words.clear(label) }}
        placeholder={words.choose}
        value={typeof value === 'string' ? value : null}
        onChange={change}
      />
    );
  }
  const onChange = (event: { currentTarget: HTMLInputElement }) => change(event.currentTarget.value);
  const content = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  if (!secret) return <TextInput {...shared} value={content} onChange={onChange} />;
  return (
    <PasswordInput
      {...shared}
      autoComplete="off"
      placeholder={stored ? words.secretKept : undefined}
      value={content}
      onChange={onChange}
      visibilityToggleButtonProps={{ 'aria-label': words.showSetting(label) }}
    />
  );
}
