(** * Numbers

    What of the theorems with numbers needs no convex hull; policies may mix, unless they are [det]. By the labels of
    the page of proofs: lem-performance-difference (of an optimum) is [regretE] in mdp.v;

    - thm-margin (4), the gap, and thm-exposure (4), below it: [gap];
    - thm-exposure (3), thm-i3-quantitative, thm-i4-quantitative: harm is at most in proportion to regret, if every
      optimum is safe: [harm_in_proportion]; thm-i5-quantitative: so is regret on another objective
      [regret_in_proportion];
    - thm-advantage (1) and (3): [tolerable_regret], [intolerable_share];
    - lem-shaping: [shaping_regret], [shaping_Opt]. *)
From mathcomp Require Import all_ssreflect all_algebra.
Require Import value mdp perturb.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Numbers.
Variables (F : realFieldType) (S A : finType) (gamma : F).
Hypotheses (g_gt0 : 0 < gamma) (g_lt1 : gamma < 1).
Variables (e : env F S A) (f0 : plan S A).
Notation policy := (policy F S A).
Notation objective := (objective F S A).
Notation det := (@det F S A).
Notation V := (@V F S A gamma e).
Notation W := (@W F S A gamma e).
Notation Opt := (@Opt F S A gamma e).
Notation regret := (regret gamma e f0).
Notation star := (star gamma e f0).

(** The share of time that is spent on what is bad. *)
Definition harm (J : judge S A) : objective := fun s c => (J s c)%:R.
Definition badness J (p : policy) : F := (1 - gamma) * W (harm J) p.

Let g1_gt0 : 0 < 1 - gamma. Proof. by rewrite subr_gt0. Qed.
Let W_plus := W_plus g_gt0 g_lt1 e.
Lemma W_ge0 (c : objective) p : (forall s a, 0 <= c s a) -> 0 <= W c p.
Proof. by move=> c0; apply: sumr_ge0 => s _; rewrite mulr_ge0 ?mu_ge0 // (V_ge0 g_gt0 g_lt1). Qed.
Lemma W_mono (c d : objective) p : (forall s a, c s a <= d s a) -> W c p <= W d p.
Proof.
move=> le; have E s a : d s a = plus c (fun s a => d s a - c s a) 1 s a by rewrite /plus mul1r addrC subrK.
by rewrite (eq_W g_gt0 g_lt1 e p E) W_plus mul1r ler_addl W_ge0 // => s a; rewrite subr_ge0.
Qed.
Lemma W_scale k (c : objective) p : W (fun s a => k * c s a) p = k * W c p.
Proof.
have E s a : k * c s a = plus (@zero F S A) c k s a by rewrite /plus add0r.
rewrite (eq_W g_gt0 g_lt1 e p E) W_plus [X in X + _]big1 ?add0r // => s _.
by rewrite (V_zero g_gt0 g_lt1) mulr0.
Qed.
Lemma W_const k p : (1 - gamma) * W (fun _ _ => k) p = k.
Proof.
suff E s : V (fun _ _ => k) p s = (1 - gamma)^-1 * k.
  by rewrite /mdp.W; under eq_bigr do rewrite E; rewrite -mulr_suml mu_sum mul1r mulVKf ?gt_eqF.
symmetry; move: s; apply: (V_unique g_gt0 g_lt1 (U := fun=> (1 - gamma)^-1 * k)) => s.
rewrite -[LHS](mean_const p s); apply: eq_mean => a; rewrite (B_const gamma e).
apply: (mulfI (lt0r_neq0 g1_gt0)); rewrite mulrDr mulVKf ?gt_eqF // mulrCA mulVKf ?gt_eqF //.
by rewrite -mulrDl subrK mul1r.
Qed.
Lemma best_of R p : Opt R p -> forall q, W R q <= W R p. Proof. by move/(Opt_all g_gt0 g_lt1 e f0). Qed.
Lemma regret_nonneg R p : 0 <= regret R p. Proof. exact: (regret_ge0 g_gt0 g_lt1). Qed.
Lemma badness_ge0 J p : 0 <= badness J p.
Proof. by apply: mulr_ge0; [exact: ltW | apply: W_ge0 => s a; apply: ler0n]. Qed.
Lemma badness_eq0 J p : (badness J p == 0) = Safe e J p.
Proof. by rewrite mulf_eq0 (gt_eqF g1_gt0) (Safe_badness g_gt0 g_lt1). Qed.

(** ** The gap
    It is positive exactly if every optimum is safe: whoever does not mix and has less regret is safe, too. *)
Theorem gap R J : (forall p, Opt R p -> Safe e J p) <->
  exists g, 0 < g /\ forall f : plan S A, regret R (det f) < g -> badness J (det f) = 0.
Proof.
split=> [safe|[g [g0 H]] p o].
  have [g [g0 H]] := below (fun f : plan S A => regret R (det f)); exists g; split=> // f lt.
  apply/eqP; rewrite badness_eq0; apply: safe; rewrite (Opt_regret g_gt0 g_lt1 e f0) eq_le regret_nonneg andbT.
  by rewrite leNgt; apply/negP => /H; rewrite ltNge ltW.
case: (boolP (Safe e J p)) => // /(unsafe_inside g_gt0 g_lt1 f0)[f [i]].
rewrite -badness_eq0 H ?eqxx //; have := Inside_opt g_gt0 g_lt1 f0 i o.
by rewrite (Opt_regret g_gt0 g_lt1 e f0) => /eqP ->.
Qed.

(** ** In proportion *)
Theorem harm_in_proportion R J : (forall p, Opt R p -> Safe e J p) ->
  exists k, 0 < k /\ forall p, badness J p <= k * regret R p.
Proof.
move=> safe; have [eps [eps0 keeps]] := perturbation g_gt0 g_lt1 f0 e R (harm J).
exists ((1 - gamma) / eps); split=> [|p]; first by rewrite divr_gt0.
set q := star (plus R (harm J) eps); have oq : Opt (plus R (harm J) eps) q by apply: Opt_star.
have oR := keeps eps eps0 (lexx _) q oq.
have /eqP hq : W (harm J) q == 0 by rewrite -(Safe_badness g_gt0 g_lt1) safe.
have := best_of oq p; rewrite !W_plus hq mulr0 addr0 => le.
rewrite /badness -mulrA ler_pmul2l // -(ler_pmul2l eps0) mulVKf ?gt_eqF // /mdp.regret ler_subr_addl.
exact: le_trans le (W_star g_gt0 g_lt1 e f0 R q).
Qed.

Theorem regret_in_proportion R R' : (forall p, Opt R p -> Opt R' p) ->
  exists k, 0 < k /\ forall p, regret R' p <= k * regret R p.
Proof.
move=> good; pose N : objective := fun s a => -1 * R' s a.
have [eps [eps0 keeps]] := perturbation g_gt0 g_lt1 f0 e R N.
exists eps^-1; split=> [|p]; first by rewrite invr_gt0.
set q := star (plus R N eps); have oq : Opt (plus R N eps) q by apply: Opt_star.
have oR := keeps eps eps0 (lexx _) q oq; have o' := good q oR.
have same X : Opt X q -> W X (star X) = W X q.
  by move=> o; apply/eqP; rewrite eq_le best_of // (W_star g_gt0 g_lt1).
have := best_of oq p; rewrite !W_plus !W_scale !mulN1r !mulrN => le.
rewrite -(ler_pmul2l eps0) mulVKf ?gt_eqF // /mdp.regret !same //.
have E (w x y z : F) : w - x - (y - z) = w - y - (x - z).
  by rewrite !opprB addrACA [RHS]addrACA; congr (_ + _); exact: addrC.
by rewrite mulrBr -subr_ge0; rewrite -subr_ge0 E in le.
Qed.

(** ** Advantage is not regret *)
Theorem tolerable_regret R tau p : 0 <= tau ->
  Safe e (by_objective gamma e f0 R tau) p -> (1 - gamma) * regret R p <= tau.
Proof.
move=> t0 /SafeP safe; rewrite (regretE g_gt0 g_lt1).
pose m : objective := fun s a => Num.min (loss gamma e f0 R s a) tau.
pose over : objective := fun s a => loss gamma e f0 R s a - m s a.
have E s a : loss gamma e f0 R s a = plus m over 1 s a by rewrite /plus /over mul1r addrC subrK.
have /eqP o0 : W over p == 0.
  rewrite (paid_nothing g_gt0 g_lt1) => [|s a]; last by rewrite subr_ge0 le_minl lexx.
  apply/forallP => s; apply/forallP => a; apply/implyP => u; rewrite subr_eq0 /m.
  by have := safe s a u; rewrite /by_objective -leNgt ler_subl_addr -ler_subl_addl => /min_l ->.
rewrite (eq_W g_gt0 g_lt1 e p E) W_plus o0 mulr0 addr0 -[X in _ <= X](W_const tau p) ler_pmul2l //.
by apply: W_mono => s a; rewrite /m le_minl lexx orbT.
Qed.
(** Of regret at most r, at most the share (1 - gamma) r / tau of time goes to pairs that lose more than tau. *)
Theorem intolerable_share R tau p : 0 <= tau ->
  tau * badness (by_objective gamma e f0 R tau) p <= (1 - gamma) * regret R p.
Proof.
move=> t0; rewrite /badness mulrCA ler_pmul2l // (regretE g_gt0 g_lt1) -W_scale; apply: W_mono => s a.
rewrite /harm /by_objective; case: ltP => [lt|_]; last by rewrite mulr0 (loss_ge0 g_gt0 g_lt1).
by rewrite mulr1 /loss ler_subr_addl -ler_subr_addr ltW.
Qed.

(** ** Shaping *)
Variable Phi : S -> F.
Definition shaped (R : objective) : objective := fun s a => R s a + (gamma * (\sum_t P e s a t * Phi t) - Phi s).
Lemma V_shaped R p s : V (shaped R) p s = V R p s - Phi s.
Proof.
symmetry; move: s; apply: (V_unique g_gt0 g_lt1 (U := fun s => V R p s - Phi s)) => s.
rewrite {1}(VE g_gt0 g_lt1) -[Phi s in LHS](mean_const p s) -meanN -meanD; apply: eq_mean => a.
rewrite /Q /B /shaped.
have -> : \sum_t P e s a t * (V R p t - Phi t) = \sum_t P e s a t * V R p t - \sum_t P e s a t * Phi t.
  by rewrite -sumrB; apply: eq_bigr => t _; rewrite mulrBr.
have E (x y z w : F) : x + y - z = x + (w - z) + (y - w) by rewrite -[RHS]addrA [w - z + _]addrC subrKA addrA.
by rewrite mulrBr; apply: E.
Qed.
Lemma W_shaped R p : W (shaped R) p = W R p - \sum_s mu e s * Phi s.
Proof. by rewrite /mdp.W -sumrB; apply: eq_bigr => s _; rewrite V_shaped mulrBr. Qed.
Theorem shaping_Opt R p : Opt (shaped R) p = Opt R p.
Proof. by apply: eq_forallb => f; rewrite !W_shaped ler_add2r. Qed.
Theorem shaping_regret R p : regret (shaped R) p = regret R p.
Proof.
have same : W (shaped R) (star (shaped R)) = W (shaped R) (star R).
  apply/eqP; rewrite eq_le (W_star g_gt0 g_lt1 e f0 (shaped R) (star R)) andbT.
  by rewrite best_of // shaping_Opt Opt_star.
by rewrite /mdp.regret same !W_shaped opprB addrA subrK.
Qed.
End Numbers.
