(** * How a printed proof argues: the few lemmas and tactics that its lines use

    A printed proof (formal/tableau.py) is a tableau: it takes instances of the lemmas and premises apart, and where
    it has to know whether something holds, it asks [settle], which finds out from the laws. *)
Require Import structure.

Section Cases.
Variables (M : structure) (L : laws M).
Lemma decided_and X Y : decided X -> decided Y -> decided (X /\ Y). Proof. unfold decided; tauto. Qed.
Lemma decided_or X Y : decided X -> decided Y -> decided (X \/ Y). Proof. unfold decided; tauto. Qed.
Lemma decided_implies (X Y : Prop) : decided X -> decided Y -> decided (X -> Y). Proof. unfold decided; tauto. Qed.
Lemma decided_not X : decided X -> decided (~ X). Proof. unfold decided; tauto. Qed.
Lemma decided_iff X Y : (X <-> Y) -> decided Y -> decided X. Proof. unfold decided; tauto. Qed.
Lemma decided_every (X : Policy M -> Prop) :
  (forall q, deterministic M q -> decided (X q)) -> decided (forall q, deterministic M q -> X q).
Proof. intro D; destruct (law_finite M L X D) as [H | (q & Dq & n)]; [now left | right; auto]. Qed.
Lemma decided_some (X : Policy M -> Prop) :
  (forall q, deterministic M q -> decided (X q)) -> decided (exists q, deterministic M q /\ X q).
Proof.
intro D; destruct (law_finite M L (fun q => ~ X q)) as [H | (q & Dq & n)].
- intros q Dq; apply decided_not; auto.
- right; intros (q & Dq & x); exact (H q Dq x).
- left; exists q; split; [assumption | destruct (D q Dq); [assumption | contradiction]].
Qed.
(** What is not so of all policies that do not mix is not so of one. *)
Lemma refuted (X : Policy M -> Prop) : (forall q, deterministic M q -> decided (X q)) ->
  ~ (forall q, deterministic M q -> X q) -> exists q, deterministic M q /\ ~ X q.
Proof. intros D n; destruct (law_finite M L X D); [contradiction | assumption]. Qed.
End Cases.

Ltac settle := lazymatch goal with
  | |- decided (demonstrates _ _ _ _) => unfold demonstrates, at_; settle
  | |- decided (trivial _ _ _) => unfold trivial, at_; settle
  | |- decided (_ /\ _) => apply decided_and; settle
  | |- decided (_ \/ _) => apply decided_or; settle
  | |- decided (~ _) => apply decided_not; settle
  | |- decided True => left; exact I
  | |- decided False => right; exact (fun f => f)
  | L : laws ?M |- decided (optimal ?M _ _ _) => apply (law_optimal M L)
  | L : laws ?M |- decided (safe ?M _ _) => apply (law_safe M L)
  | L : laws ?M |- decided (tolerable ?M _ _ _) => apply (law_tolerable M L)
  | L : laws ?M |- decided (inside ?M _ _ _) => apply (law_inside M L)
  | L : laws ?M |- decided (base_safe ?M _ _ _) => apply (decided_iff _ _ (law_strict M L _ _ _)), (law_optimal M L)
  | L : laws ?M |- decided (performs ?M _ _) => apply (decided_iff _ _ (law_w1 M L _ _)), (law_optimal M L)
  | L : laws ?M |- decided (performs_as_believed ?M _ _) =>
      apply (decided_iff _ _ (law_w5 M L _ _)), (law_optimal M L)
  | D : deterministic ?M ?q |- decided (deterministic ?M ?q) => left; exact D
  | L : laws ?M |- decided (forall q : Policy ?M, deterministic ?M q -> _) =>
      apply (decided_every M L); let q := fresh in let D := fresh in intros q D; settle
  | L : laws ?M |- decided (exists q : Policy ?M, deterministic ?M q /\ _) =>
      apply (decided_some M L); let q := fresh in let D := fresh in intros q D; settle
  | |- decided (_ -> _) => apply decided_implies; settle
  end.
(** What is not so is refuted: of a denied implication, of a denied "for all". *)
Lemma denied (X Y : Prop) : decided X -> ~ (X -> Y) -> X /\ ~ Y. Proof. unfold decided; tauto. Qed.
Lemma stable (X : Prop) : decided X -> ~ ~ X -> X. Proof. unfold decided; tauto. Qed.
