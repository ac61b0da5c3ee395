"""Given names, dates, places and sexes side by side, each with the rule that judges them.

Columns: rule | one source | the other | state | cause, empty for none. Given names: a comma parts
items of the list; the rest is as typed. [D] marks a choice of our own.
"""

GIVEN = """
N4 | Jean Pierre | Jean, Pierre | same |
N4 | Jean-Pierre | Jean, Pierre | same |
N4 | Jean-Pierre | JEAN PIERRE | same |
N4 | Jean-Pierre | Jeanpierre | same |
N4 | Jean Pierre | Jean | same | later_given_name_missing
N4 | Jean, Pierre | Jean | same | later_given_name_missing
N4 | Jean, Pierre, Marie | Jean, Marie | same | later_given_name_missing
N4 | Jean-Pierre, Marie | JEAN, PIERRE | same | later_given_name_missing
N4 | Jean-Pierre | Jean | doubtful | later_given_name_different
N4 | Jean-Pierre | Jean-Paul | different | unexplained
N4 | Jean, Pierre | Jean, Paul | doubtful | later_given_name_different
N4 | Jean, Pierre | Pierre, Jean | different | given_names_order
N4 | Jean, Pierre, Marie | Jean, Marie, Pierre | doubtful | given_names_order
N4 | Marie Claire | Marie-Claire | same |
N4 | Marie Claire | Claire | different | unexplained
N4 | Anne/Sophie | ANNE, SOPHIE | same |
N4 | Jean | Jeanne | different | unexplained
N2 | Maëlle | MAELLE | same |
N2 | Élodie | Elodie | same |
N2 | Élodie | Melodie | different | typing_error
N3 | Lætitia | LAETITIA | same |
N3 | Lætitia | Latitia | different | typing_error
N3 | N’Deye | NDEYE | same |
N6 | Mathis | Mathys | different | typing_error
N6 | Mathis | Matthis | different | typing_error
N6 | Camille | Camile | different | typing_error
N6 | Marie, Camille | Marie, Camile | different | typing_error
N6 | Paul | Marie | different | unexplained
N6 | Léa | Lou | different | unexplained
N7 | Maëlle |  | not_supplied |
N8 | Jürgen | JUERGEN | same |
N8 | Jürgen | JURGEN | same |
N8 | Jürgen | JORGEN | different | typing_error
N8 | Björn | BJOERN | same |
N8 | Øyvind | OEYVIND | same |
N8 | Øyvind | EYVIND | different | typing_error
N8 | Begoña | BEGONXXA | same |
"""

#: RULEBOOK N7; the names of the causes are the issue's.
DATES = """
N7 | 2006-03-12 | 2006-03-12 | same |
N7 | 2006-03-12 | 12/03/2006 | same |
N7 | 2006-03-12 | 12032006 | same |
N7 | 2006-03-12 | 060312 | same |
N7 | 2006-03-12 | 12 mars 2006 | same |
N7 | 1er août 1999 | 1999-08-01 | same |
N7 | 00/00/1975 | 1975-00-00 | same |
N7 | 00/00/1975 | XX/XX/1975 | same |
N7 | 00/00/1975 | 1975 | same |
N7 | 00/04/1975 | 1975-04 | same |
N7 | 75<<<< | 00/00/1975 | same |
N7 | 00/00/1975 | 17/04/1975 | doubtful | partial_date
N7 | 00/04/1975 | 17/04/1975 | doubtful | partial_date
N7 | 00/00/1975 | 01/01/1975 | doubtful | partial_date
N7 | 00/00/1975 | 00/00/1976 | different | typing_error
N7 | 00/04/1975 | 17/05/1975 | different | unexplained
N7 | 2006-03-12 |  | not_supplied |
N7 | 2006-03-12 | 2006-12-03 | different | day_month_swapped
N7 | 2006-12-25 | 25/12/2006 | same |
N7 | 2006-02-01 | 2006-01-02 | different | day_month_swapped
N7 | 2006-03-12 | 2006-03-21 | different | digits_swapped
N7 | 1975-03-12 | 1957-03-12 | different | digits_swapped
N7 | 1980-10-23 | 1980-10-32 | different | digits_swapped
N7 | 2006-03-12 | 2006-02-13 | different | digits_swapped
N7 | 2006-03-12 | 1906-03-12 | different | century
N7 | 1999-03-12 | 2099-03-12 | different | century
N6 | 2006-03-12 | 2006-03-13 | different | typing_error
N6 | 2006-03-12 | 2007-03-12 | different | typing_error
N6 | 2006-03-12 | 2006-08-12 | different | typing_error
N6 | 2006-03-12 | 1998-11-30 | different | unexplained
N6 | 2006-03-12 | 2007-04-12 | different | unexplained
N10 | 2006-03-12 | 2OO6-O3-12 | doubtful | reading_doubt
"""

#: [D] for the short forms, which are those of the official list of towns.
PLACES = """
D | Lyon | LYON | same |
D | Lyon | Lyon 3e arrondissement | same |
D | Lyon 3e | LYON 03 | same |
D | Lyon 3e | Lyon 7e | different | unexplained
D | Paris 15e | 75015 Paris | same |
D | Saint-Étienne | ST ETIENNE | same |
D | Sainte-Foy | STE FOY | same |
D | Châlons-sur-Saône | Chalons s/ Saone | same |
D | Le Mans | MANS (LE) | same |
D | Alger | Alger (Algérie) | same |
D | Metz | Metz (57) | same |
D | Villeneuve | Villeneuve-d’Ascq | doubtful | unexplained
D | Lyon | Lyno | different | typing_error
D | Lyon | Nîmes | different | unexplained
D | L’Haÿ-les-Roses | L HAY LES ROSES | same |
D | Lyon |  | not_supplied |
"""

SEXES = """
D | F | F | same |
D | F | féminin | same |
D | M | H | same |
D | X | < | same |
D | F | M | different | typing_error
D | F |  | not_supplied |
"""
