// One's own account: what changes it asks for the password once more.
import { api } from "../../lib/api";
import type { Comfort } from "../../lib/comfort";
import type { Factor } from "./factor";
import type { Device, Person } from "./session";

export interface OpenSignIn { id: string; device: Device; createdAt: string; seenAt: string; expiresAt: string; current: boolean; abilities: { end: boolean } }

export const changePassword = (current: string, password: string) => api.putOnly("/api/account/password", { current, password });
export const askAddress = (email: string, password: string) => api.putOnly("/api/account/address", { email, password });
export const changeName = (givenName: string, familyName: string) => api.put<Person>("/api/account/name", { givenName, familyName });
export const keepComfort = (comfort: Comfort) => api.putOnly("/api/account/comfort", comfort);
export const loadSignIns = (signal?: AbortSignal) => api.get<OpenSignIn[]>("/api/account/sign-ins", signal);
export const closeSignIn = (id: string) => api.remove(`/api/account/sign-ins/${id}`);
export const closeOtherSignIns = () => api.remove("/api/account/sign-ins");
export const loadFactor = (signal?: AbortSignal) => api.get<Factor>("/api/account/second-factor", signal);
export const removeFactor = (password: string) => api.postOnly("/api/account/second-factor/removal", { password });
