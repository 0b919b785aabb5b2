"""Parameters of web addresses whose value belongs to one visit, one reader or one program, by their names."""

from __future__ import annotations

# One visit to a site.
VISITS = """
    jsessionid phpsessid sid sess sessid session sessionid session_id session-id sessiontoken cfid
    cftoken oscsid zenid xsid bv_sessionid bv_engineid asp.net_sessionid viewstate __viewstate
    connect.sid laravel_session wordpress_logged_in ticket
"""

# Whoever has the key may do or see something.
KEYS = """
    token access_token accesstoken auth_token authtoken auth authkey auth_key authorization id_token
    refresh_token csrf csrf_token csrfmiddlewaretoken xsrf_token security_token sectoken usertoken
    user_token login_token magic jwt sso ssotoken api_key apikey api-key x-api-key appkey app_key
    accesskey access_key awsaccesskeyid consumer_key client_secret secret password passwd pwd pass
    pin otp signature sig hmac x-amz-signature x-amz-credential x-amz-security-token
    x-goog-signature x-goog-credential googleaccessid
"""

# One reader, by a name or a number.
READERS = """
    uid userid user_id user-id user username login email e-mail mail memberid member_id member
    subscriber subscriberid subscriber_id customerid customer_id customer clientid_user recipient
    recipientid recipient_id contactid contact_id visitor visitorid visitor_id readerid reader_id
    deviceid device_id
"""

# One click on an advertisement, or one letter to a subscriber.
CLICKS = """
    fbclid zanpid subid sub_id clickid click_id aff_sub gclid gclsrc dclid gbraid wbraid msclkid
    yclid ysclid twclid ttclid li_fat_id igshid igsh scid rdt_cid epik mc_eid _hsenc _hsmi __hssc
    __hstc __hsfp hsctatracking mkt_tok vero_id oly_enc_id oly_anon_id wickedid rb_clickid _ga _gl
    _gid __s ck_subscriber_id elqtrackid elqtrack ml_subscriber ml_subscriber_hash nr_email_referer
    spreportid spuserid spjobid trk_contact trk_msg sc_eh sc_uid _ke _kx dm_i cvid
"""

PERSONAL = frozenset(f"{VISITS} {KEYS} {READERS} {CLICKS}".split())
