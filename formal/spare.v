(** * Spare pairs

    lem-spare-pair, of who has one policy for all places: [spare_pair]. To share is printed (lemmas.v); [shares] says
    the same of two policies in two environments. That it is found out whether two plans share ([share_or_part])
    makes the proof constructive. *)
From mathcomp Require Import all_ssreflect all_algebra.
Require Import value mdp.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Spare.
Variables (F : realFieldType) (S A : finType) (gamma : F).
Hypotheses (g_gt0 : 0 < gamma) (g_lt1 : gamma < 1).
Variables (a b : A).
Hypothesis ab : a != b.
Notation env := (env F S A).
Notation policy := (policy F S A).
Notation plan := (plan S A).
Notation det := (@det F S A).
Notation Opt := (@Opt F S A gamma).
Notation W := (@W F S A gamma).

(** Who pays for a pair. *)
Definition fine (s : S) (c : A) : objective F S A := fun t d => - ((t == s) && (d == c))%:R.
Lemma W_fine (e : env) s c p : W e (fine s c) p = - W e (fun t d => ((t == s) && (d == c))%:R) p.
Proof.
have E t d : fine s c t d = plus (@zero F S A) (fun t d => ((t == s) && (d == c))%:R) (-1) t d.
  by rewrite /plus /zero add0r mulN1r.
rewrite (eq_W g_gt0 g_lt1 _ _ E) (W_plus g_gt0 g_lt1) mulN1r /mdp.W [X in X - _]big1 ?add0r // => t _.
by rewrite (V_zero g_gt0 g_lt1) mulr0.
Qed.
Lemma W_fine_le (e : env) s c p : W e (fine s c) p <= 0.
Proof.
rewrite W_fine oppr_le0; apply: sumr_ge0 => t _; rewrite mulr_ge0 ?mu_ge0 // (V_ge0 g_gt0 g_lt1) // => *.
exact: ler0n.
Qed.
Lemma W_fine0 (e : env) s c p : (W e (fine s c) p == 0) = ~~ used e p s c.
Proof.
rewrite W_fine oppr_eq0 (paid_nothing g_gt0 g_lt1) => [|t d]; last exact: ler0n.
apply/forallP/idP => [/(_ s)/forallP/(_ c)|n t]; first by rewrite !eqxx oner_eq0 implybF.
apply/forallP => d; apply/implyP => u; case: (t =P s) u => [->|] //=; case: (d =P c) => [->|] //= u.
by rewrite u in n.
Qed.
(** Who does not use it is optimal; and then who uses it is not. *)
Lemma Opt_fine (e : env) s c p : ~~ used e p s c -> Opt e (fine s c) p.
Proof. by rewrite -W_fine0 => /eqP w; apply/forallP => f; rewrite w W_fine_le. Qed.
Lemma not_Opt_fine (e : env) s c f p : ~~ used e (det f) s c -> used e p s c -> ~~ Opt e (fine s c) p.
Proof.
rewrite -W_fine0 => /eqP w u; apply/forallPn; exists f; rewrite w -ltNge lt_neqAle W_fine_le andbT.
by rewrite W_fine0 u.
Qed.

Variables (train deploy : env).
(** Observed in both, [f] demonstrates something that is not trivial and for which [g] is optimal in deployment. *)
Definition shares (f g : plan) : Prop := exists X : objective F S A,
  (Opt train X (det f) /\ Opt deploy X (det f) /\
   ~ ((forall h : plan, Opt train X (det h)) /\ (forall h : plan, Opt deploy X (det h)))) /\ Opt deploy X (det g).

Lemma uniform : exists p : policy, forall s c, 0 < p s c.
Proof.
have n0 : (#|A|%:R : F) != 0 by rewrite pnatr_eq0 -lt0n; apply/card_gt0P; exists a.
have st : stochastic [ffun _ : S => [ffun _ : A => (#|A|%:R : F)^-1]].
  apply/forallP => s; rewrite ffunE; apply/andP; split.
    by apply/forallP => c; rewrite ffunE invr_ge0 ler0n.
  under eq_bigr do rewrite ffunE.
  by rewrite sumr_const -[X in X *+ _]mulr1 -mulrnAr mulVf.
exists (Policy st) => s c; rewrite /= !ffunE invr_gt0 ltr0n.
by apply/card_gt0P; exists a.
Qed.

Section Everywhere.
Variable p : policy.
Hypothesis anything : forall s c, 0 < p s c.
(** Where one can come. *)
Definition open s := reach train p s || reach deploy p s.
Lemma everybody (e : env) q s : reach e q s -> reach e p s.
Proof.
move=> r; have [c qc] := some_action q s.
have i : Inside e q p by apply/InsideP => t d _; apply: anything.
by have /andP[] : used e p s c by apply: (Inside_used i); rewrite /used r.
Qed.

(** Who does not share with somebody differs wherever one can come; there the other comes in deployment; and there
    are two actions. *)
Definition parted (f g : plan) : Prop := forall s, open s ->
  [/\ g s != f s, reach deploy (det g) s & forall c, c = f s \/ c = g s].

Lemma share_or_part f g : shares f g \/ parted f g.
Proof.
pose kept s c := [|| used train (det f) s c, used deploy (det f) s c | used deploy (det g) s c].
case: (boolP [forall s, forall c, open s ==> kept s c]) => [/forallP H|n]; [right | left].
  have K s c : open s -> c = f s \/ c = g s /\ reach deploy (det g) s.
    move=> o; have /forallP/(_ c)/implyP/(_ o) := H s; rewrite /kept /used !det_gt0.
    by case/or3P => /andP[r /eqP ->]; [left | left | right].
  move=> s o; have [c cE] : exists c, c != f s.
    by case: (a =P f s) => [<-|/eqP na]; [exists b; rewrite eq_sym | exists a].
  have [E|[E r]] := K s c o; first by rewrite E eqxx in cE.
  by split; rewrite -?E // => d; have [->|[-> _]] := K s d o; rewrite -?E; [left | right].
have [s /forallPn[c]] := forallPn n; rewrite negb_imply /kept !negb_or => /andP[o /and3P[n1 n2 n3]].
exists (fine s c); do ?split; try exact: Opt_fine.
move=> [all1 all2]; case/orP: o => r.
- have u : used train p s c by rewrite /used r anything.
  have [h [_ uh]] := culprit g_gt0 g_lt1 [ffun=> a] u.
  by have := not_Opt_fine n1 uh; rewrite all1.
- have u : used deploy p s c by rewrite /used r anything.
  have [h [_ uh]] := culprit g_gt0 g_lt1 [ffun=> a] u.
  by have := not_Opt_fine n2 uh; rewrite all2.
Qed.

(** Who plays otherwise in one state still comes there. *)
Lemma still_comes (e : env) (g : plan) s c :
  reach e (det g) s -> reach e (det [ffun t => if t == s then c else g t]) s.
Proof.
set h := finfun _; suff H t : reach e (det g) t -> reach e (det h) t \/ reach e (det h) s.
  by case/H.
move: t; apply: reach_ind => [t mt|t d t' /andP[_ gd] [rt|] st]; [by left; apply: reach_start | | by right].
case: (t =P s) => [<-|/eqP nt]; first by right.
by left; apply: (reach_step _ st); rewrite /used rt det_gt0 /h ffunE (negPf nt) -(det_gt0 F).
Qed.

(** If one can come to one state only, it is the same to be in training or in deployment. *)
Lemma alike s0 : (forall s, open s -> s = s0) -> forall X q, Opt train X q = Opt deploy X q.
Proof.
move=> only X q; suff H (e : env) : e = train \/ e = deploy -> forall r : policy, W e X r = (1 - gamma)^-1 * mean r s0 (X s0).
  by apply: eq_forallb => f; rewrite !H; auto.
move=> is_one r; have here s : reach e p s -> s = s0.
  by move=> rs; apply: only; rewrite /open; case: is_one rs => -> ->; rewrite ?orbT.
have mu0 s : s != s0 -> mu e s = 0.
  move=> ns; have := mu_ge0 e s; rewrite le_eqVlt => /orP[/eqP <- //|ms].
  by rewrite (here s (reach_start p ms)) eqxx in ns.
have mu1 : mu e s0 = 1 by rewrite -(mu_sum e) (bigD1 s0) //= big1 ?addr0.
have stays c s : s != s0 -> P e s0 c s = 0.
  move=> ns; have := P_ge0 e s0 c s; rewrite le_eqVlt => /orP[/eqP <- //|ps].
  have u : used e p s0 c by rewrite /used reach_start ?mu1 ?ltr01 ?anything.
  by rewrite (here s (reach_step u ps)) eqxx in ns.
have st c : P e s0 c s0 = 1 by rewrite -(P_sum e s0 c) (bigD1 s0) //= big1 ?addr0 // => s; apply: stays.
have E : V gamma e X r s0 = mean r s0 (X s0) + gamma * V gamma e X r s0.
  rewrite {1}(VE g_gt0 g_lt1) (mean_B gamma e) /chain; congr (_ + _ * _).
  rewrite (bigD1 s0) //= big1 ?addr0 => [|s ns].
    by rewrite (@eq_mean _ _ _ r s0 _ (fun=> 1)) ?mean_const ?mul1r.
  by rewrite (@eq_mean _ _ _ r s0 _ (fun=> 0)) ?mean_const ?mul0r // => c; apply: stays.
rewrite /mdp.W (bigD1 s0) //= big1 ?addr0 => [|s ns]; last by rewrite mu0 ?mul0r.
rewrite mu1 mul1r; apply: (mulfI (x := 1 - gamma)); first by rewrite subr_eq0 gt_eqF.
by rewrite mulrA divff ?subr_eq0 ?gt_eqF // mul1r mulrBl mul1r {1}E addrK.
Qed.

(** lem-spare-pair: [f] for the agent, [m] for a model, [g] for another. *)
Lemma spare (f m g : plan) R : ~~ Opt deploy R (det m) ->
  [\/ shares m g, shares f m, exists h, ~~ Opt deploy R (det h) /\ shares f h |
      forall X q, Opt train X q = Opt deploy X q].
Proof.
have f0 : plan := [ffun=> a].
rewrite -(Safe_strict g_gt0 g_lt1 _ f0) => /forallPn[s0 /forallPn[c]]; rewrite negb_imply => /andP[u].
have [r0 /eqP cE] : reach deploy (det m) s0 /\ c == m s0 by move: u; rewrite /used det_gt0 => /andP[].
rewrite {c}cE in u * => bad; pose h : plan := [ffun t => if t == s0 then m s0 else g t].
have [sh|mg] := share_or_part m g; first by constructor 1.
have [sh|fm] := share_or_part f m; first by constructor 2.
have o0 : open s0 by rewrite /open (everybody r0) orbT.
have nh : ~~ Opt deploy R (det h).
  rewrite -(Safe_strict g_gt0 g_lt1 _ f0); apply/forallPn; exists s0; apply/forallPn; exists (m s0).
  have hE : h s0 = m s0 by rewrite /h ffunE eqxx.
  rewrite negb_imply bad andbT /used det_gt0 hE eqxx andbT.
  by apply: still_comes; have [] := mg s0 o0.
have [sh|fh] := share_or_part f h; first by constructor 3; exists h.
constructor 4; apply: (alike (s0 := s0)) => s o.
have [nf _ two] := fm s o; have [nhf _ _] := fh s o; have [ng _ _] := mg s o.
apply/eqP; apply: contraTT nhf => ns; rewrite negbK /h ffunE (negPf ns).
have [-> //|E] := two (g s); by rewrite E eqxx in ng.
Qed.
End Everywhere.
End Spare.
