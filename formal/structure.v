(** * What the formulas of the book are about: a structure

    Plain Coq, no library. Every formula that the printer (src/toymodel_atlas/gallina.py) prints is a
    proposition about a structure [M]. [demonstrates], [trivial] and [same_optima] are definitions. [base_safe],
    [performs] and [performs_as_believed] are given, and are tied to [optimal] by three laws (lem-strict-judge, and
    that regret 0 is optimality), which every instance has to prove. So are the laws by which one may argue by
    cases: of policies that do not mix there are finitely many, and whether something is optimal, safe, inside
    something is a matter of comparing numbers. With these the theorems need no excluded middle. *)
Require Export Setoid.
Inductive place := training | deployment | both | beliefs.

Record structure := {
  Policy : Type; Objective : Type;
  deterministic : Policy -> Prop;
  optimal : place -> Objective -> Policy -> Prop;
  safe : place -> Policy -> Prop;
  base_safe : place -> Objective -> Policy -> Prop;
  tolerable : place -> Objective -> Policy -> Prop;
  performs : Policy -> Objective -> Prop;
  performs_as_believed : Policy -> Objective -> Prop;
  inside : place -> Policy -> Policy -> Prop }.

Definition at_ (w : place) (f : place -> Prop) : Prop :=
  match w with both => f training /\ f deployment | _ => f w end.
Definition demonstrates M w (p : Policy M) (r : Objective M) : Prop :=
  at_ w (fun v => optimal M v r p).
Definition trivial M w (r : Objective M) : Prop :=
  at_ w (fun v => forall q : Policy M, deterministic M q -> optimal M v r q).
Definition same_optima M w (r r' : Objective M) : Prop :=
  at_ w (fun v => forall q : Policy M,
    (optimal M v r q -> optimal M v r' q) /\ (optimal M v r' q -> optimal M v r q)).

Definition decided (X : Prop) : Prop := X \/ ~ X.

Record laws M : Prop := {
  law_strict : forall w r p, base_safe M w r p <-> optimal M w r p;
  law_w1 : forall p r, performs M p r <-> optimal M deployment r p;
  law_w5 : forall p r, performs_as_believed M p r <-> optimal M beliefs r p;
  law_optimal : forall w r p, decided (optimal M w r p);
  law_safe : forall w p, decided (safe M w p);
  law_tolerable : forall w r p, decided (tolerable M w r p);
  law_inside : forall w q p, decided (inside M w q p);
  law_finite : forall X : Policy M -> Prop, (forall q, deterministic M q -> decided (X q)) ->
    (forall q, deterministic M q -> X q) \/ exists q, deterministic M q /\ ~ X q }.
