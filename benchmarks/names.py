"""Names that people could have, so that search has something to fold: 64 given ones, 128 of families."""

from typing import Final

_GIVEN = """
Amal Zoé Mehdi Inès Łukasz Søren Chloé Youssef Ángela Björn Noémie Karim Aïcha Jürgen Mateus Oğuz Leïla
Pierre Samira Tomáš Hélène Omar Renée Nadia Émile Farida Günther Ilse Jérôme Kenza Lívia Malik Nour Óscar
Paula Quentin Rachid Selma Thérèse Ugo Valérie Walid Xavier Yasmine Zineb Anders Benoît Carla Dounia Elif
François Gaëlle Hassan Irène Jonas Katia Loïc Maïté Nils Ophélie Pilar Rayan Sofía Tarek
"""
_FAMILY = """
Haddad Dupont Kowalski Nguyễn Lefèvre Benali Müller Østergård García Çelik Moreau Idrissi Novák Silva
Bernard Cherif Durand Eriksson Fournier Girard Hamdi Ivanov Jensen Kaya Lambert Mansouri Nilsson Olsen
Petit Quiroga Roux Saïdi Tazi Urban Vidal Weiß Yılmaz Zidane Alami Blanc Colin David Estève Faure Gauthier
Henry Izem Jacquet Klein Leclerc Masson Noël Ouali Perrin Renard Simon Toussaint Ünal Vasseur Wagner Young
Zeroual Arnaud Boyer Caron Denis Étienne Fontaine Guérin Hubert Imbert Joly Kessler Lemaire Marchand Naji
Olivier Picard Rivière Schmitt Tessier Ulrich Vincent Weber Yahia Ziani Aubert Barbier Chevalier Dumont
Evrard Ferrand Guillaume Hervé Ibáñez Jourdan Kristensen Langlois Meunier Nicolas Ortega Pons Rolland
Sanchez Thomas Usson Verdier Walter Yvon Zimmermann Adam Brun Clément Delmas Fabre Gilles Huet Jacob Lopes
Marty Nowak Poulain Rey Sow Traoré Vallet Wójcik Zhang
"""
GIVEN: Final = tuple(_GIVEN.split())
FAMILY: Final = tuple(_FAMILY.split())
