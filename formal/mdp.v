(** * Finite controlled processes

    An environment has finitely many states and actions, the same in all environments; what an action does
    is a matter of chance, and so is the start. Policies are stationary and may mix. Everything is over an
    arbitrary ordered field (so over the rationals, over the reals), with 0 < gamma < 1.

    Definitions to trust: [env], [policy], [det], [V], [W], [Opt], [reach], [used], [Safe], [Inside],
    [regret], [strict], [plus], [ind]. What is proved of them, by the labels of the page of proofs:

    - lem-optimum: [Opt_star]; no policy that mixes is better than all that do not: [Opt_all];
    - lem-greedy: [OptP]; regret 0 is optimality: [Opt_regret]; lem-strict-judge: [Safe_strict];
    - lem-inside-itself, -used, -optimal, -safe, lem-mutual: [Inside_refl], [Inside_used], [Inside_opt],
      [Inside_safe], [Inside_sym];
    - lem-unsafe-inside: [culprit]; lem-another: [another]; lem-zero: [Opt_zero]; lem-indicator: [indicator]. *)
From mathcomp Require Import all_ssreflect all_algebra.
Require Import value.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section MDP.
Variables (F : realFieldType) (S A : finType) (gamma : F).
Hypotheses (g_gt0 : 0 < gamma) (g_lt1 : gamma < 1).
Let g_ge0 : 0 <= gamma := ltW g_gt0.

Record env := Env {
  P : S -> A -> S -> F; mu : S -> F;
  P_ge0 : forall s a s', 0 <= P s a s'; P_sum : forall s a, \sum_s' P s a s' = 1;
  mu_ge0 : forall s, 0 <= mu s; mu_sum : \sum_s mu s = 1 }.

(** A policy says with what probability each action is taken in each state. *)
Definition stochastic (x : {ffun S -> {ffun A -> F}}) : bool :=
  [forall s, [forall a, 0 <= x s a] && (\sum_a x s a == 1)].
Record policy := Policy { prob :> {ffun S -> {ffun A -> F}}; prob_stochastic : stochastic prob }.
Canonical policy_subType := [subType for prob].

(** A plan says which action is taken in each state: [det f] is the policy that does not mix. *)
Definition plan := {ffun S -> A}.
Definition objective := S -> A -> F.
Definition judge := S -> A -> bool.

Lemma det_stochastic (f : plan) : stochastic [ffun s => [ffun a => (a == f s)%:R]].
Proof.
apply/forallP => s; rewrite ffunE; apply/andP; split; first by apply/forallP => a; rewrite ffunE ler0n.
rewrite (bigD1 (f s)) //= ffunE eqxx big1 ?addr0 // => a /negPf na.
by rewrite ffunE na.
Qed.
Definition det (f : plan) : policy := Policy (det_stochastic f).

Lemma detE (f : plan) s a : det f s a = (a == f s)%:R. Proof. by rewrite /= !ffunE. Qed.
Lemma det_gt0 (f : plan) s a : (0 < det f s a) = (a == f s).
Proof. by rewrite detE; case: eqP => _; rewrite ?ltr01 ?ltxx. Qed.

Section Mean.
Variables (p : policy) (s : S).
(** What is to be expected of a number that depends on the action. *)
Definition mean (f : A -> F) : F := \sum_a p s a * f a.

Lemma p_ge0 a : 0 <= p s a.
Proof. by have /forallP/(_ s)/andP[/forallP/(_ a)] := prob_stochastic p. Qed.
Lemma p_sum : \sum_a p s a = 1.
Proof. by have /forallP/(_ s)/andP[_ /eqP] := prob_stochastic p. Qed.

Lemma mean_le f g : (forall a, 0 < p s a -> f a <= g a) -> mean f <= mean g.
Proof.
move=> H; apply: ler_sum => a _; have := p_ge0 a; rewrite le_eqVlt => /orP[/eqP <-|pa]; first by rewrite !mul0r.
by rewrite ler_pmul2l // H.
Qed.
Lemma mean_const c : mean (fun=> c) = c. Proof. by rewrite /mean -mulr_suml p_sum mul1r. Qed.
Lemma mean_ge0 f : (forall a, 0 < p s a -> 0 <= f a) -> 0 <= mean f.
Proof. by move=> H; rewrite -[X in X <= _]mean_const; apply: mean_le. Qed.
Lemma eq_mean f g : (forall a, f a = g a) -> mean f = mean g.
Proof. by move=> H; apply: eq_bigr => a _; rewrite H. Qed.
Lemma meanD f g : mean (fun a => f a + g a) = mean f + mean g.
Proof. by rewrite /mean -big_split; apply: eq_bigr => a _; rewrite mulrDr. Qed.
Lemma meanN f : mean (fun a => - f a) = - mean f.
Proof. by rewrite /mean -sumrN; apply: eq_bigr => a _; rewrite mulrN. Qed.
Lemma meanZ c f : mean (fun a => c * f a) = c * mean f.
Proof. by rewrite /mean mulr_sumr; apply: eq_bigr => a _; rewrite mulrCA. Qed.
Lemma mean_eq0 f : (forall a, 0 < p s a -> 0 <= f a) -> mean f = 0 -> forall a, 0 < p s a -> f a = 0.
Proof.
move=> f0 /eqP; rewrite psumr_eq0 => [/allP H a pa|a _].
  by have := H a (mem_index_enum _); rewrite /= mulf_eq0 (gt_eqF pa) => /eqP.
by have := p_ge0 a; rewrite le_eqVlt => /orP[/eqP <-|pa]; rewrite ?mul0r // mulr_ge0 ?f0 // ltW.
Qed.
Lemma some_action : exists a, 0 < p s a.
Proof.
apply/existsP; rewrite -[[exists _, _]]negbK negb_exists; apply/negP => /forallP H.
have := p_sum; rewrite big1 => [/eqP|a _]; first by rewrite eq_sym oner_eq0.
by apply/eqP; rewrite eq_le p_ge0 andbT leNgt.
Qed.
End Mean.

Lemma mean_det (f : plan) s g : mean (det f) s g = g (f s).
Proof.
rewrite /mean (bigD1 (f s)) //= detE eqxx mul1r big1 ?addr0 // => a /negPf na.
by rewrite detE na mul0r.
Qed.

Section One.
Variable e : env.

(** One step: what is paid now, and what [U] promises for the next state. *)
Definition B (R : objective) (U : S -> F) (s : S) (a : A) : F := R s a + gamma * \sum_s' P e s a s' * U s'.
(** The chain of states under a policy, and the value of a policy from each state. *)
Definition chain (p : policy) (s s' : S) : F := mean p s (fun a => P e s a s').
Definition V (R : objective) (p : policy) : S -> F := value gamma (chain p) (fun s => mean p s (R s)).
Definition Q (R : objective) (p : policy) : S -> A -> F := B R (V R p).
(** The value from the start. *)
Definition W (R : objective) (p : policy) : F := \sum_s mu e s * V R p s.

(** Optimal from the start: no policy that does not mix has a larger value. (And none that mixes: [Opt_all].) *)
Definition Opt (R : objective) (p : policy) : bool := [forall f : plan, W R (det f) <= W R p].

(** What a policy uses: the states that it may come to from the start, and the actions that it may take there. *)
Definition step (p : policy) : rel S := fun s s' => [exists a, (0 < p s a) && (0 < P e s a s')].
Definition reach (p : policy) (s : S) : bool := [exists s0, (0 < mu e s0) && connect (step p) s0 s].
Definition used (p : policy) (s : S) (a : A) : bool := reach p s && (0 < p s a).
(** Nothing that it uses is judged bad. *)
Definition Safe (J : judge) (p : policy) : bool := [forall s, forall a, used p s a ==> ~~ J s a].
(** [q] lies inside [p]: whatever q uses, p may do. *)
Definition Inside (q p : policy) : bool := [forall s, forall a, used q s a ==> (0 < p s a)].

Lemma chain_ge0 p s s' : 0 <= chain p s s'. Proof. by apply: mean_ge0 => a _; apply: P_ge0. Qed.
Lemma chain_sum p s : \sum_s' chain p s s' = 1.
Proof.
rewrite exchange_big /= -[RHS](p_sum p s); apply: eq_bigr => a _.
by rewrite -mulr_sumr P_sum mulr1.
Qed.
Lemma mean_B R U p s : mean p s (B R U s) = mean p s (R s) + gamma * \sum_s' chain p s s' * U s'.
Proof.
rewrite /B meanD meanZ; congr (_ + _ * _); rewrite /mean.
under eq_bigr do rewrite mulr_sumr; rewrite exchange_big; apply: eq_bigr => s' _ /=.
by rewrite /chain /mean mulr_suml; apply: eq_bigr => a _; rewrite mulrA.
Qed.

Lemma VE R (p : policy) s : V R p s = mean p s (Q R p s).
Proof. by rewrite mean_B; apply: valueE => // *; [apply: chain_ge0 | apply: chain_sum]. Qed.
Lemma V_ge R (p : policy) U : (forall s, U s <= mean p s (B R U s)) -> forall s, U s <= V R p s.
Proof. by move=> H; apply: value_ge => // *; rewrite -?mean_B ?chain_ge0 ?chain_sum. Qed.
Lemma V_le R (p : policy) U : (forall s, mean p s (B R U s) <= U s) -> forall s, V R p s <= U s.
Proof. by move=> H; apply: value_le => // *; rewrite -?mean_B ?chain_ge0 ?chain_sum. Qed.
Lemma V_unique R (p : policy) U : (forall s, U s = mean p s (B R U s)) -> forall s, U s = V R p s.
Proof. by move=> H; apply: value_unique => // *; rewrite -?mean_B ?chain_ge0 ?chain_sum. Qed.

Lemma le_B R U U' s a : (forall t, U t <= U' t) -> B R U s a <= B R U' s a.
Proof.
move=> H; rewrite ler_add2l ler_wpmul2l //; apply: ler_sum => t _.
by apply: ler_wpmul2l; rewrite ?P_ge0.
Qed.
Lemma B_const R c s a : B R (fun=> c) s a = R s a + gamma * c.
Proof. by rewrite /B -mulr_suml P_sum mul1r. Qed.

Lemma SafeP J (p : policy) : reflect (forall s a, used p s a -> ~~ J s a) (Safe J p).
Proof.
apply: (iffP forallP) => [H s a u|H s]; first by have /forallP/(_ a)/implyP := H s; apply.
by apply/forallP => a; apply/implyP; apply: H.
Qed.
Lemma InsideP (q p : policy) : reflect (forall s a, used q s a -> 0 < p s a) (Inside q p).
Proof.
apply: (iffP forallP) => [H s a u|H s]; first by have /forallP/(_ a)/implyP := H s; apply.
by apply/forallP => a; apply/implyP; apply: H.
Qed.

(** Only what is paid matters. *)
Lemma eq_V R R' (p : policy) : (forall s a, R s a = R' s a) -> forall s, V R p s = V R' p s.
Proof.
move=> H; apply: V_unique => s; rewrite {1}VE; apply: eq_mean => a.
by rewrite /Q /B H.
Qed.
Lemma eq_W R R' p : (forall s a, R s a = R' s a) -> W R p = W R' p.
Proof. by move=> H; apply: eq_bigr => s _; rewrite (eq_V _ H). Qed.
Lemma eq_Opt R R' p : (forall s a, R s a = R' s a) -> Opt R p = Opt R' p.
Proof. by move=> H; apply: eq_forallb => f; rewrite !(eq_W _ H). Qed.

(** ** Policy improvement
    Among the plans that keep to what [within] allows, the one with the largest sum of values is best from every
    state: where another action were better, that plan could be improved. *)
Section Best.
Variables (within : S -> A -> bool) (f0 : plan).
Hypothesis f0_within : forall s, within s (f0 s).
Definition best (R : objective) : plan :=
  [arg max_(f > f0 | [forall s, within s (f s)]) \sum_s V R (det f) s]%O.

Lemma bestP R : (forall s, within s (best R s)) /\ forall s a, within s a -> Q R (det (best R)) s a <= V R (det (best R)) s.
Proof.
rewrite /best; case: arg_maxP => [|f fw Hmax]; first exact/forallP.
split=> [|s a wa]; first exact/forallP.
rewrite leNgt; apply/negP => better.
pose g : plan := [ffun t => if t == s then a else f t].
have le_fg t : V R (det f) t <= V R (det g) t.
  apply: V_ge => {}t; rewrite mean_det ffunE; case: eqP => [->|_]; first exact: ltW better.
  by rewrite {1}VE mean_det.
have lt_fg : V R (det f) s < V R (det g) s.
  apply: lt_le_trans better _; rewrite [X in _ <= X]VE mean_det ffunE eqxx.
  exact: le_B.
have gw : [forall t, within t (g t)].
  by apply/forallP => t; rewrite ffunE; case: eqP => [->|_] //; apply: (forallP fw).
have : \sum_t V R (det g) t <= \sum_t V R (det f) t := Hmax g gw.
rewrite leNgt => /negP; apply.
rewrite (bigD1 s) //= [X in _ < X](bigD1 s) //=.
by apply: ltr_le_add => //; apply: ler_sum.
Qed.

Lemma best_within R s : within s (best R s). Proof. by case: (bestP R). Qed.
Lemma best_best R (p : policy) : (forall s a, 0 < p s a -> within s a) -> forall s, V R p s <= V R (det (best R)) s.
Proof.
move=> pw; apply: V_le => s; rewrite -[X in _ <= X](mean_const p s); apply: mean_le => a pa.
by case: (bestP R) => _; apply; apply: pw.
Qed.
End Best.

Lemma le_W R p q : (forall s, V R p s <= V R q s) -> W R p <= W R q.
Proof. by move=> H; apply: ler_sum => s _; apply: ler_wpmul2l; rewrite ?mu_ge0. Qed.

(** The best plan of all; [f0] is any plan, to begin with. *)
Variable f0 : plan.
Definition star (R : objective) : policy := det (best (fun _ _ => true) f0 R).

Lemma star_greedy R s a : Q R (star R) s a <= V R (star R) s.
Proof. by have [|_] := @bestP (fun _ _ => true) f0 _ R; last apply. Qed.
Lemma star_best R p s : V R p s <= V R (star R) s. Proof. exact: best_best. Qed.
Lemma W_star R p : W R p <= W R (star R). Proof. by apply: le_W => s; apply: star_best. Qed.

(** lem-optimum *)
Lemma Opt_star R : Opt R (star R). Proof. by apply/forallP => f; apply: W_star. Qed.

Definition regret R p := W R (star R) - W R p.
Lemma regret_ge0 R p : 0 <= regret R p. Proof. by rewrite subr_ge0 W_star. Qed.
Lemma Opt_regret R p : Opt R p = (regret R p == 0).
Proof.
apply/forallP/eqP => [H|/eqP H f].
  by apply/eqP; rewrite eq_le regret_ge0 andbT subr_le0; apply: H.
by move: H; rewrite subr_eq0 => /eqP <-; apply: W_star.
Qed.
Lemma Opt_all R p : Opt R p <-> forall q, W R q <= W R p.
Proof.
split=> [|H]; last by apply/forallP => f; apply: H.
by rewrite Opt_regret subr_eq0 => /eqP <- q; apply: W_star.
Qed.

(** ** Reach *)
Lemma reach_start p s : 0 < mu e s -> reach p s.
Proof. by move=> ms; apply/existsP; exists s; rewrite ms connect0. Qed.
Lemma reach_step (p : policy) s a s' : used p s a -> 0 < P e s a s' -> reach p s'.
Proof.
move=> /andP[/existsP[s0 /andP[m0 c]] pa] st; apply/existsP; exists s0; rewrite m0 /=.
by apply: connect_trans c (connect1 _); apply/existsP; exists a; rewrite pa.
Qed.
Lemma reach_ind (p : policy) (K : S -> Prop) :
  (forall s, 0 < mu e s -> K s) -> (forall s a s', used p s a -> K s -> 0 < P e s a s' -> K s') ->
  forall s, reach p s -> K s.
Proof.
move=> K0 K1 s /existsP[s0 /andP[m0 /connectP[w]]].
have: reach p s0 by apply: reach_start.
have: K s0 by apply: K0.
elim: w s0 {m0} => [|s1 w IH] s0 k0 r0 /=; first by move=> _ ->.
case/andP=> /existsP[a /andP[pa st]] pw; have u : used p s0 a by rewrite /used r0.
by apply: IH => //; [exact: K1 u k0 st | exact: reach_step u st].
Qed.

(** ** Nothing is paid
    What is never negative has value zero from the start exactly if nothing is paid for what is used. *)
Lemma V_ge0 c p : (forall s a, 0 <= c s a) -> forall s, 0 <= V c p s.
Proof.
move=> c0; apply: (V_ge (U := fun=> 0)) => s; apply: mean_ge0 => a _.
by rewrite B_const mulr0 addr0.
Qed.

Lemma paid_nothing (c : objective) (p : policy) : (forall s a, 0 <= c s a) ->
  (W c p == 0) = [forall s, forall a, used p s a ==> (c s a == 0)].
Proof.
move=> c0; have v0 := V_ge0 p c0.
have PV s a t : 0 <= P e s a t * V c p t by rewrite mulr_ge0 ?P_ge0.
have Q0 s a : 0 <= Q c p s a by rewrite addr_ge0 ?c0 // mulr_ge0 ?sumr_ge0.
apply/idP/forallP => [|H].
  rewrite /W psumr_eq0 => [/allP w0|s _]; last by rewrite mulr_ge0 ?mu_ge0.
  have zero s a : used p s a -> V c p s = 0 -> c s a = 0 /\ forall t, 0 < P e s a t -> V c p t = 0.
    move=> /andP[_ pa]; rewrite VE => /mean_eq0 H; have /eqP := H (fun a _ => Q0 s a) a pa.
    rewrite paddr_eq0 ?c0 ?mulr_ge0 ?sumr_ge0 // => /andP[/eqP -> z]; split=> // t pt.
    move: z; rewrite mulf_eq0 (gt_eqF g_gt0) /= psumr_eq0 // => /allP/(_ t (mem_index_enum _)).
    by rewrite /= mulf_eq0 (gt_eqF pt) => /eqP.
  have z : forall s, reach p s -> V c p s = 0.
    apply: reach_ind => [s ms|s a s' u vs]; last by case: (zero s a u vs) => _; apply.
    have := w0 s (mem_index_enum _); rewrite mulf_eq0 => /orP[/eqP m0|/eqP //].
    by rewrite m0 ltxx in ms.
  move=> s; apply/forallP => a; apply/implyP => u.
  by case: (zero s a u) => [|-> _]; [case/andP: u => /z | exact: eqxx].
pose U s := if reach p s then V c p s else 0.
have U0 : forall s, U s <= 0.
  apply: (@comparison _ _ gamma g_ge0 g_lt1 (chain p)); [exact: chain_ge0 | exact: chain_sum |].
  move=> s; rewrite {1}/U; case: ifP => rs; last first.
    by rewrite mulr_ge0 ?sumr_ge0 // => t _; rewrite mulr_ge0 ?chain_ge0 // /U; case: ifP.
  have -> : gamma * (\sum_s' chain p s s' * U s') = mean p s (B (fun _ _ => 0) U s).
    by rewrite mean_B (mean_const p s 0) add0r.
  rewrite VE; apply: mean_le => a pa.
  have u : used p s a by rewrite /used rs.
  have /forallP/(_ a)/implyP/(_ u)/eqP ca := H s; rewrite /Q /B ca !add0r ler_wpmul2l //.
  apply: ler_sum => t _; have := P_ge0 e s a t; rewrite le_eqVlt => /orP[/eqP <-|pt]; first by rewrite !mul0r.
  by rewrite /U (reach_step u pt).
rewrite /W big1 // => s _; have := mu_ge0 e s; rewrite le_eqVlt => /orP[/eqP <-|ms].
  by rewrite mul0r.
have := U0 s; rewrite /U reach_start // => vs.
by have /eqP -> : V c p s == 0; rewrite ?mulr0 // eq_le vs v0.
Qed.

(** ** Optimal from the start: the regret is the value of the losses. *)
Definition loss R : objective := fun s a => V R (star R) s - Q R (star R) s a.
Lemma loss_ge0 R s a : 0 <= loss R s a. Proof. by rewrite subr_ge0 star_greedy. Qed.

Lemma regretE R p : regret R p = W (loss R) p.
Proof.
rewrite /regret /W -sumrB; apply: eq_bigr => s _; rewrite -mulrBr; congr (_ * _).
move: s; apply: V_unique => s; rewrite [V R p s]VE -[V R (star R) s in LHS](mean_const p s) -meanN -meanD.
apply: eq_mean => a; rewrite /B /loss -addrA; congr (_ + _); rewrite /Q /B.
have -> : \sum_s' P e s a s' * (V R (star R) s' - V R p s')
        = \sum_s' P e s a s' * V R (star R) s' - \sum_s' P e s a s' * V R p s'.
  by rewrite -sumrB; apply: eq_bigr => t _; rewrite mulrBr.
by rewrite mulrBr !opprD addrA subrK.
Qed.

(** The optimal pairs, and lem-greedy: a policy is optimal exactly if it uses none but these. *)
Definition G R s a : bool := Q R (star R) s a == V R (star R) s.
Lemma OptP R (p : policy) : reflect (forall s a, used p s a -> G R s a) (Opt R p).
Proof.
rewrite Opt_regret regretE paid_nothing; last exact: loss_ge0.
apply: (iffP forallP) => H s; last first.
  by apply/forallP => a; apply/implyP; rewrite subr_eq0 eq_sym; apply: H.
by move=> a u; have /forallP/(_ a)/implyP/(_ u) := H s; rewrite subr_eq0 eq_sym.
Qed.

(** The judge by R, with tolerance tau: bad is what loses more than tau. With tau = 0 it allows what is optimal. *)
Definition by_objective (R : objective) (tau : F) : judge := fun s a => Q R (star R) s a < V R (star R) s - tau.
Lemma Safe_strict R p : Safe (by_objective R 0) p = Opt R p.
Proof.
apply/SafeP/OptP => H s a u; last by rewrite /by_objective subr0 -leNgt (eqP (H s a u)).
by have := H s a u; rewrite /by_objective subr0 /G eq_le star_greedy //= leNgt.
Qed.
Lemma Opt_tolerable R tau p : 0 <= tau -> Opt R p -> Safe (by_objective R tau) p.
Proof.
move=> t0 /OptP H; apply/SafeP => s a u; rewrite /by_objective (eqP (H s a u)) -leNgt.
by rewrite ler_subl_addr ler_addl.
Qed.

(** and Safe(J) is badness 0. *)
Lemma Safe_badness J p : Safe J p = (W (fun s a => (J s a)%:R) p == 0).
Proof.
rewrite paid_nothing => [|s a]; last by rewrite ler0n.
apply/SafeP/forallP => H s; first by apply/forallP => a; apply/implyP => /H; case: (J s a).
by move=> a u; have /forallP/(_ a)/implyP/(_ u) := H s; case: (J s a); rewrite ?oner_eq0.
Qed.

(** ** Inside *)
Lemma Inside_refl p : Inside p p. Proof. by apply/InsideP => s a /andP[]. Qed.
Lemma Inside_used q p : Inside q p -> forall s a, used q s a -> used p s a.
Proof.
move/InsideP => H s a u; rewrite /used (H s a u) andbT; case/andP: u => rs _.
move: s rs; apply: reach_ind => [s|s b s' u ps st]; first exact: reach_start.
by apply: reach_step st; rewrite /used ps (H s b u).
Qed.
Lemma Inside_safe J q p : Inside q p -> Safe J p -> Safe J q.
Proof. by move=> i /SafeP H; apply/SafeP => s a /(Inside_used i); apply: H. Qed.
Lemma Inside_opt R q p : Inside q p -> Opt R p -> Opt R q.
Proof. by move=> i /OptP H; apply/OptP => s a /(Inside_used i); apply: H. Qed.
Lemma Inside_trans o q p : Inside o q -> Inside q p -> Inside o p.
Proof. by move=> i /InsideP H; apply/InsideP => s a /(Inside_used i)/H. Qed.

(** lem-mutual: of policies that do not mix *)
Lemma Inside_sym (f g : plan) : Inside (det f) (det g) -> Inside (det g) (det f).
Proof.
move=> /InsideP H; have same s : reach (det f) s -> f s = g s.
  move=> rs; have : used (det f) s (f s) by rewrite /used rs det_gt0 eqxx.
  by move/H; rewrite det_gt0 => /eqP.
apply/InsideP => s a /andP[rs]; rewrite !det_gt0 => /eqP ->.
suff rf : reach (det f) s by rewrite same.
move: s rs {a}; apply: reach_ind => [s|s a s' /andP[_ ga] fs st]; first exact: reach_start.
by apply: reach_step st; rewrite /used fs det_gt0 same // -(det_gt0 g).
Qed.

(** lem-unsafe-inside: what a policy may do, some plan inside it does. Of the plans inside, take the best for
    being paid for just that: it is paid no less than the policy itself. *)
Definition support (p : policy) : plan := [ffun s => odflt (f0 s) [pick a | 0 < p s a]].
Lemma supportP (p : policy) s : 0 < p s (support p s).
Proof.
rewrite ffunE; case: pickP => [a //|none]; have [a pa] := some_action p s.
by have := none a; rewrite pa.
Qed.
Lemma within_Inside (f : plan) (p : policy) : (forall s, 0 < p s (f s)) -> Inside (det f) p.
Proof. by move=> H; apply/InsideP => s a /andP[_]; rewrite det_gt0 => /eqP ->. Qed.

Lemma culprit p s a : used p s a -> exists f : plan, Inside (det f) p /\ used (det f) s a.
Proof.
move=> u; pose c : objective := fun t b => ((t == s) && (b == a))%:R.
have c0 t b : 0 <= c t b by rewrite ler0n.
have ok t : 0 < p t (support p t) by apply: supportP.
pose f := best (fun t b => 0 < p t b) (support p) c; exists f; split.
  by apply: within_Inside => t; apply: (@best_within (fun t b => 0 < p t b)).
have le : W c p <= W c (det f) by apply: le_W => t; apply: (@best_best (fun t b => 0 < p t b)).
have : W c (det f) != 0.
  rewrite gt_eqF //; apply: lt_le_trans le; rewrite lt_neqAle eq_sym paid_nothing // sumr_ge0 ?andbT => [|t _].
    by apply/forallP => /(_ s)/forallP/(_ a); rewrite u /c !eqxx oner_eq0.
  by rewrite mulr_ge0 ?mu_ge0 ?V_ge0.
rewrite paid_nothing // => /forallPn[t /forallPn[b]]; rewrite negb_imply => /andP[ub].
by rewrite /c; case: (t =P s) (b =P a) => [<-|_] [<-|_] //; rewrite eqxx.
Qed.

Lemma Inside_support p : Inside (det (support p)) p.
Proof. by apply: within_Inside => s; apply: supportP. Qed.
Lemma unsafe_inside J p : ~~ Safe J p -> exists f : plan, Inside (det f) p /\ ~~ Safe J (det f).
Proof.
case/forallPn=> s /forallPn[a]; rewrite negb_imply negbK => /andP[u bad].
have [f [i uf]] := culprit u; exists f; split=> //; apply/negP => /SafeP/(_ s a uf).
by rewrite bad.
Qed.
Lemma suboptimal_inside R p : ~~ Opt R p -> exists f : plan, Inside (det f) p /\ ~~ Opt R (det f).
Proof. by rewrite -Safe_strict => /unsafe_inside[f [i]]; rewrite Safe_strict; exists f. Qed.

(** lem-another *)
Lemma another (a b : A) (f : plan) : a != b -> exists g : plan, ~~ Inside (det g) (det f).
Proof.
move=> ab; have [s0 ms] : exists s, 0 < mu e s.
  apply/existsP; rewrite -[[exists _, _]]negbK negb_exists; apply/negP => /forallP H.
  have := mu_sum e; rewrite big1 => [/eqP|s _]; first by rewrite eq_sym oner_eq0.
  by apply/eqP; rewrite eq_le mu_ge0 andbT leNgt.
pose g : plan := [ffun s => if f s == a then b else a]; exists g; apply/negP => /InsideP/(_ s0 (g s0)).
rewrite /used reach_start // !det_gt0 eqxx => /(_ isT); rewrite ffunE => /eqP.
by case: (f s0 =P a) => [-> E|ne E]; [rewrite E eqxx in ab | apply: ne].
Qed.

(** ** Three objectives *)
Definition zero : objective := fun _ _ => 0.
Definition ind (p : policy) : objective := fun s a => (0 < p s a)%R%:R.

Lemma V_zero p s : V zero p s = 0.
Proof.
symmetry; move: s; apply: (V_unique (U := fun=> 0)) => s.
rewrite -[LHS](mean_const p s); apply: eq_mean => a.
by rewrite B_const mulr0 addr0.
Qed.
(** lem-zero *)
Lemma Opt_zero p : Opt zero p.
Proof. by apply/forallP => f; rewrite /W !big1 // => s _; rewrite V_zero mulr0. Qed.

Let total : F := (1 - gamma)^-1.
Lemma totalE : total = 1 + gamma * total.
Proof.
have g1 : 1 - gamma != 0 by rewrite subr_eq0 gt_eqF.
by apply: (mulfI g1); rewrite mulrDr mulr1 mulrCA !divff // mulr1 subrK.
Qed.
Lemma V_ind_own p s : V (ind p) p s = total.
Proof.
symmetry; move: s; apply: (V_unique (U := fun=> total)) => s; rewrite -[LHS](mean_const p s).
apply: eq_bigr => a _; rewrite B_const /ind; have := p_ge0 p s a.
by rewrite le_eqVlt => /orP[/eqP <-|->]; rewrite ?mul0r // -totalE.
Qed.
Lemma V_ind_le p q s : V (ind p) q s <= total.
Proof.
move: s; apply: (V_le (U := fun=> total)) => s; rewrite -[X in _ <= X](mean_const q s); apply: mean_le => a _.
by rewrite B_const {2}totalE ler_add2r /ind; case: (0 < _); rewrite ?ler01.
Qed.
Lemma V_ind_star p s : V (ind p) (star (ind p)) s = total.
Proof. by apply/eqP; rewrite eq_le V_ind_le -(V_ind_own p s) star_best. Qed.

(** lem-indicator *)
Lemma indicator p q : Opt (ind p) q = Inside q p.
Proof.
suff GE s a : G (ind p) s a = (0 < p s a).
  by apply/OptP/InsideP => H s a /H; rewrite GE.
rewrite /G /Q /B; under eq_bigr do rewrite V_ind_star.
rewrite -mulr_suml P_sum mul1r V_ind_star {2}totalE (inj_eq (addIr _)) /ind.
by case: (0 < _); rewrite ?eqxx // eq_sym oner_eq0.
Qed.

(** R + eps R', whose value is linear in eps. *)
Definition plus (X Y : objective) (eps : F) : objective := fun s a => X s a + eps * Y s a.
Lemma W_plus X Y eps p : W (plus X Y eps) p = W X p + eps * W Y p.
Proof.
rewrite /W mulr_sumr -big_split /=; apply: eq_bigr => s _; rewrite mulrCA -mulrDr; congr (_ * _).
symmetry; move: s; apply: V_unique => s; rewrite [V X p s]VE [V Y p s]VE -meanZ -meanD.
apply: eq_mean => a; rewrite /Q /B /plus mulrDr addrACA; congr (_ + _); rewrite mulrCA -mulrDr; congr (_ * _).
by rewrite mulr_sumr -big_split /=; apply: eq_bigr => t _; rewrite mulrDr [in RHS]mulrCA.
Qed.
End One.
End MDP.
