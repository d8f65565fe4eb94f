import type { ConversionEvent } from '../domain/conversion-event';
import type { LeadVault } from '../persistence/lead-vault';

/** A firing whose lease this node holds, its event opened: what lanes and delivery work on. */
export interface ReadyFiring {
  workspaceId: string;
  id: string;
  pixelId: string;
  platform: string;
  /** Null for a test fire with the sample lead. */
  vault: LeadVault | null;
  event: ConversionEvent;
  test: boolean;
  attemptCount: number;
  unknownCount: number;
  expiresAt: Date;
}
