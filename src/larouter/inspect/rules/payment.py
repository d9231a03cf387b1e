"""Payment cards and bank accounts."""

from larouter.inspect import checks
from larouter.inspect.rules.kinds import Family, Number, Rule, Signal, tokens, words

_CARD_WORDS = words("""
credit card, debit card, card number, card no, card|, cards|, visa|, mastercard, amex|, american express, maestro, discover, cvv|, cvc|,
cvv2, expiry, expires, exp|, payment, paid, pay|, charge, billing, pan|,
kreditkarte, karte|, karten, kartennummer, ec-karte, girocard, bankkarte, prüfziffer, carte bancaire, carte bleue, carte|, numéro de carte, cb|,
tarjeta, carta di credito, carta|, bancomat, cartão, kreditkort, kort|, kortnummer, bankkort, betalkort, luottokortti, pankkikortti, kortti, kortin,
creditcard, pinpas, betaalkaart, kaart|, karta|, karty, kartą, kartę, numer karty, platební karta, číslo karty, platobn, hitelkártya, bankkártya,
kártya, card de credit, cardul, kredi kartı, banka kartı, kart numaras, kartım, kart|, kartica, kartice, карта, карты, карту, карте, картой, картк, кредитн, банковск, банківськ,
κάρτα, κάρτας, πιστωτικ, χρεωστικ, بطاقة, بطاقتي, ائتمان, کارت, شماره کارت, כרטיס, אשראי, क्रेडिट, कार्ड, कार्ड नंबर, কার্ড, 信用卡, 银行卡, 銀行卡, 卡号, 卡號, 储蓄卡, 借记卡,
クレジットカード, カード番号, カード, 신용카드, 카드, 체크카드, thẻ tín dụng, thẻ visa, thẻ ngân hàng, thẻ của, số thẻ, บัตรเครดิต, บัตรเดบิต, หมายเลขบัตร, บัตร, kartu kredit, kartu debit, kartu|, kad kredit, kreditní
""")
_OTHER_NUMBERS = words("""
order|, booking, reservation, confirmation, reference, lot|, batch, order no, order number, order id, order #, tracking, shipment, parcel, imei, iccid, serial, sku|, part no, part number, invoice, isbn, issn, ean|, gtin, upc|, barcode, catalogue|, catalog|, catalogo, catálogo, katalog, spare part, part is, bolt is, rezervni dio, ersatzteil, pièce, ricambio, repuesto, onderdeel, część, запчаст, ups|, fedex, dhl|, usps,
ticket, case number, reference number, trace, request id, timestamp, epoch, build|, revision, commit, checksum, transaction id, session id, message id, article number,
bestellung, bestellnummer, auftrag, sendung, rechnung, seriennummer, artikelnummer, vorgangsnummer, commande, colis, facture, pedido, seguimiento, factura, ordine, spedizione, fattura, encomenda, fatura,
bestelling, ordernummer, zamówieni, przesyłk, faktur, objednávk, zásilk, rendelés, csomag, comanda, sipariş, kargo, заказ, посылк, накладн, трек, замовлення, поръчка, παραγγελία, ordre, beställning, tilaus, narudžb,
订单, 訂單, 快递, 物流, 序列号, 注文, 追跡, 注文番号, 주문, 송장, 운송장, طلب, الطلب, سفارش, הזמנה, ऑर्डर, đơn hàng, mã vận đơn, คำสั่งซื้อ, พัสดุ, pesanan, resi|, pesanan
""")

# Numbers that the schemes and gateways publish for tests.
PUBLISHED_CARDS = frozenset(
    tokens("""
4242424242424242 4111111111111111 4012888888881881 4000056655665556 5555555555554444 5105105105105100 2223003122003222
5200828282828210 378282246310005 371449635398431 378734493671000 6011111111111117 6011000990139424 6011981111111113 30569309025904 38520000023237
3056930009020004 36227206271667 3566002020360505 3530111333300000 6200000000000005 6200000000000047 6205500000000000004 4000000000000002
4000000000009995 4000000000000077 4000000000000093 4000000000000010 4000000000000028 4000000000000036 4000000000000044 4000000000000101 4000000000000127
4000000000000119 4000000000000069 4000000000000341 4000002500003155 4000002760003184 4000003800000446 4000008260003178 4000000000003220 4000000000003063 4000000000003055
4000000760000002 4000001240000000 4000004840008001 4000000400000008 4000000560000004 4000002080000001 4000002460000001 4000002500000003 4000002760000016
4000003720000005 4000003800000008 4000004280000005 4000005280000002 4000005780000007 4000006160000005 4000006200000007 4000007240000007 4000007520000008 4000007560000009 4000008260000000
4000000000003238 4000008400001629 4000000000000259 4000000000002685 4000000000005423 4000000000000226 4000000000009235 4000000000004954 4000000000009987 4000000000009979
4222222222222 4917610000000000 4462030000000000 4001919257537193 4007702835532454 4032039317984658 4026000000000002 4508750015741019 4508752015741019
4917484589897107 4917300800000000 4484070000000000 4988438843884305 4166676667666746 4646464646464644 4000620000000007 4000060000000006 4293189100000008 4988080000000000 4111111145551142 4444333322221111 4444333322221111455
5454545454545454 5431111111111111 5100290029002909 5577000055770004 5136333333333335 5585558555855583 5555444433331111 2222410740360010 5555341244441115 2222400010000008 2222400030000004 2222400050000009 2223000048410010 5399999999999999 5425233430109903
6759649826438453 6799990100000000019 6331101999990016 5019717010103742 6007220000000004 5895626746595650 5066991111111118 370000000000002 370000000100018 374251018720018 374200000000004 343434343434343 341111111111111 340000000000009 374500000261009
36006666333344 3600666633334444 30000000000004 3569990010095841 3528000000000007 3569990000000009 6445644564456445 6011601160116611 6011000400000000 6011000000000004 6011000991300009 6221260000000000 6250941006528599 6243030000000001 8171999927660000 6304000000000000 5018000000000009
4005519200000004 4009348888881881 4012000033330026 4012000077777777 4217651111111119 4500600000000061 4012888818888 4055011111111111 4761739001010119 4761530001111118
""")
)
PUBLISHED_IBANS = frozenset(
    tokens("""
GB29NWBK60161331926819 GB82WEST12345698765432 GB33BUKB20201555555555 GB94BARC10201530093459 DE89370400440532013000 DE12500105170648489890 DE91100000000123456789 DE75512108001245126199 FR1420041010050500013M02606 FR7630006000011234567890189 FR7630001007941234567890185
ES9121000418450200051332 ES7921000813610123456789 ES6000491500051234567892 IT60X0542811101000000123456 NL91ABNA0417164300 NL02ABNA0123456789 BE68539007547034 BE71096123456769 CH9300762011623852957 CH5604835012345678009 AT611904300234573201 AT483200000012345864 PL61109010140000071219812874 PL10105000997603123456789123
PT50000201231234567890154 SE4550000000058398257466 SE7280000810340009783242 NO9386011117947 NO8330001234567 DK5000400440116243 DK9520000123456789 FI2112345600000785 FI1410093000123458 IE29AIBK93115212345678 IE64IRCE92050112345678 LU280019400644750000 LU120010001234567891 GR1601101250000000012300695 GR9608100010000001234567890 CZ6508000000192000145399 CZ5508000000001234567899
SK3112000000198742637541 SK8975000000000012345671 HU42117730161111101800000000 HU93116000060000000012345676 RO49AAAA1B31007593840000 RO09BCYP0000001234567890 BG80BNBG96611020345678 BG18RZBB91550123456789 HR1210010051863000160 HR1723600001101234565 SI56263300012039086 SI56192001234567892 EE382200221020145685 EE471000001020145685 LV80BANK0000435195001 LV97HABA0012345678910 LT121000011101001000 LT601010012345678901
CY17002001280000001200527600 CY21002001950000357001234567 MT84MALT011000012345MTLCAST001S MT31MALT01100000000000000000123 IS140159260076545510397339 LI21088100002324013AA MC5811222000010123456789030 SM86U0322509800000000270100 TR330006100519786457841326 SA0380000000608010167519 AE070331234567890123456 IL620108000000099999999 UA213223130000026007233566001 KZ86125KZT5004100100 GE29NB0000000101904917 BR1800360305000010009795493C1
""")
)

# The first accounts of the test chains that come with the common development tools.
_PUBLISHED_KEYS = (
    "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
    "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
    "5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a",
    "4f3edf983ac636a65a842ce7c78d9aa706d3b113bce9c46f30d7d21715b23b1d",
)


def _iban(number: str) -> bool:
    return number not in PUBLISHED_IBANS and checks.iban(number)


def _card(number: str) -> bool:
    return (
        number not in PUBLISHED_CARDS
        and "00000000" not in number
        and not checks.sequential(number)
        and checks.card(number)
    )


def _told(found: str) -> bool:
    """Laid out as an IBAN and called one: a slip of the pen leaves it somebody's account."""
    number = "".join(found.upper().split())
    digits = [char for char in number[4:] if char.isdigit()]
    return (
        checks.iban_length(number[:2]) > 0
        and abs(checks.iban_length(number[:2]) - len(number)) <= 1
        and number not in PUBLISHED_IBANS
        and len(set(digits)) > 3
        and not checks.sequential("".join(digits))
        and "000000" not in number
    )


def _account(number: str) -> bool:
    return len(set(number)) > 3 and not checks.sequential(number)


CARD = Number("payment.card", (), _card, _CARD_WORDS)
IBAN = Number("payment.iban", (), _iban, alone=("*",))

FAMILY = Family(
    numbers=(
        CARD,
        IBAN,
        Number(
            "payment.routing",
            ("999999999",),
            lambda n: checks.aba(n) and _account(n),
            words("routing, aba|, transit"),
        ),
        Number(
            "payment.clabe",
            ("999999999999999999",),
            lambda n: checks.weighted(n, (3, 7, 1) * 6) % 10 >= 0 and _account(n),
            words("clabe, interbancaria"),
        ),
    ),
    rules=(
        Rule(
            "payment.account",
            words("""
account number, account no, acct no, acct|, bank account, sort code, checking account, savings account, kontonummer, konto-nr, kontonr, bankverbindung, blz|,
numéro de compte, compte bancaire, número de cuenta, cuenta bancaria, conto corrente, numero di conto, conta bancária, conta corrente, agência, rekeningnummer, bankrekening, numer konta, rachunku, rachunek bankowy,
číslo účtu, bankovní účet, číslo účtu, bankszámla, számlaszám, contul bancar, banka hesab, hesap numaras, iban numaras, расчётный счёт, расчетный счет, номер счета, номер счёта, банковский счет, лицевой счет, рахунок, номер рахунку,
bankkonto, tilinumero, bankkontonummer, clearingnummer, αριθμός λογαριασμού, رقم الحساب, حساب بنكي, شماره حساب, מספר חשבון, חשבון בנק, खाता संख्या, खाता नंबर, बैंक खाता, 银行账号, 账号, 帳號, 银行账户, 口座番号, 口座, 普通預金, 계좌, 계좌번호, số tài khoản, tài khoản ngân hàng, เลขที่บัญชี, เลขบัญชี, บัญชีธนาคาร, nomor rekening, no rekening, rekening, no. rekening, nombor akaun, upi|, ifsc
"""),
            pattern=r"(?:^|[^0-9a-z])((?:[0-9]{2}-[0-9]{2}-[0-9]{2}[ ,;/]{1,3})?(?:[0-9][ -]?){7,25}[0-9](?:/[0-9]{3,4})?)(?:$|[^0-9a-z])",
            check=lambda found: _account("".join(c for c in found if c.isdigit())),
            unless=("sample", "talk"),
            reach=45,
        ),
        Rule(
            "payment.iban.told",
            words("iban|, iban:, iban-nummer, ибан, айбан, آيبان, الآيبان, שבא, アイバン"),
            r"iban[^a-z0-9\n]{1,12}(?:nr\.?|no\.?|number|ist|is|est|es|e|je|jest)?[: ]{0,2}([a-z]{2}[0-9]{2}(?: ?[0-9a-z]{4}){3,7}(?: ?[0-9a-z]{1,4})?)\b",
            check=_told,
            unless=("sample", "talk"),
            reach=45,
            digits=10,
        ),
        Rule(
            "payment.cvv",
            words(
                "cvv|, cvc|, cvv2, cvc2, security code, prüfnummer, kartenprüf, cryptogramme, codice di sicurezza, código de seguridad, código de segurança, güvenlik kodu, セキュリティコード, 安全码"
            ),
            pattern=r"(?:cvv2?|cvc2?|security code|prufnummer|kartenprufnummer|cryptogramme|codice di sicurezza|codigo de seguridad|codigo de seguranca|guvenlik kodu|セキュリティコード|安全码)[^0-9]{0,12}([0-9]{3,4})(?:$|[^0-9])",
            check=lambda found: found[-3:] not in {"123", "000", "999"},
            near=("card expiry",),
            reach=60,
        ),
        Rule(
            "payment.wallet",
            words(
                "seed phrase, recovery phrase, mnemonic, wallet, private key, private_key, privkey, priv key, secret key, privater schlüssel, private schlüssel, clé privée, clave privada, llave privada, chiave privata, chave privada, klucz prywatny, приватный ключ, закрытый ключ, 私钥, 秘密鍵, 개인키, xprv, wif|, seed|"
            ),
            pattern=r"(?:xprv[0-9a-z]{100,112}|\b[5kl][1-9a-km-z]{50,51}\b|(?:seed|recovery|mnemonic)[a-z ]{0,20}[:=]\s*(?:[a-z]{3,8}[ ,]+){11,23}[a-z]{3,8}|(?:priv(?:ate)?[ _-]?key|secret key|privater schlussel|cle privee|clave privada|llave privada|chiave privata|chave privada|klucz prywatny|приватный ключ|закрытый ключ|私钥|秘密鍵|개인키)[^\n]{0,40}?\b(?:0x)?[0-9a-f]{64}\b)",
            check=lambda found: not found.endswith(_PUBLISHED_KEYS),
        ),
    ),
    signals=(
        Signal("number.other", _OTHER_NUMBERS),
        Signal("card expiry", pattern=r"\b(?:0[1-9]|1[0-2]) ?/ ?(?:20)?[2-4][0-9]\b|[0-9]{4}[ -]?[0-9]{4}"),
    ),
)
