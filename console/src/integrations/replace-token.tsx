import { Button, type ButtonVariant, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { byPath, faultsOf } from '../api/errors';
import { ErrorNote } from '../shell/error-note';
import { tell } from '../shell/tell';
import { text } from '../text';
import { type Pixel, UPDATE } from './queries';
import { usePixelActions } from './use-pixel-actions';

const words = text.integrations;

interface ReplaceTokenProps {
  pixel: Pixel;
  /** For a button among those of other pixels. */
  named?: boolean;
  variant?: ButtonVariant;
}

/** A button and its dialog: the token is written, never shown. */
export function ReplaceToken({ pixel, named = false, variant = 'default' }: ReplaceTokenProps) {
  const { id, name } = pixel;
  const { isRefused } = usePixelActions(pixel);
  const [opened, { open, close }] = useDisclosure();
  const [token, setToken] = useState('');
  const [{ fetching, error }, update] = useMutation(UPDATE);
  const faults = byPath(faultsOf(error));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { data } = await update({ id, input: { accessToken: token.trim() } });
    if (!data) return;
    setToken('');
    close();
    if (await isRefused()) tell(words.replacedRefused(name), 'red');
    else tell(words.replaced);
  };
  return (
    <>
      <Button
        size="xs"
        variant={variant}
        onClick={open}
        aria-label={named ? words.of(words.replaceToken, name) : undefined}
      >
        {words.replaceToken}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={words.replaceToken}
        closeButtonProps={{ 'aria-label': text.common.close }}
      >
        <form onSubmit={submit} noValidate>
          <Stack>
            <Text size="sm">{words.replaceWhat}</Text>
            <PasswordInput
              label={words.form.accessToken}
              description={words.form.tokenHint}
              autoComplete="off"
              data-autofocus
              value={token}
              onChange={(event) => setToken(event.currentTarget.value)}
              error={faults.accessToken}
              visibilityToggleButtonProps={{ 'aria-label': words.form.showToken }}
            />
            <ErrorNote error={error} shownPaths={['accessToken']} />
            <Group>
              <Button type="submit" loading={fetching} disabled={token.trim() === ''}>
                {words.replaceToken}
              </Button>
              <Button variant="default" onClick={close}>
                {text.common.cancel}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
