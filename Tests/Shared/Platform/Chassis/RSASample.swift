/// A token that OpenSSL 3 signed: `openssl dgst -sha256 -sign` over header and claims, by a key made for this.
enum RSASample {
    static let modulus =
        "wTOadc500xKcmv2DJaWSRo2ThkzwTrJZEPMPLxm2uqhBnQQBpK_lNTI4fqYgo0JpYhi1oCw7Hzag8RGQDbdb7g4Qyk1CrWxAgKC8"
        + "pumCr4VPyAzFcdGe_yxJiHccbKcJLLvSfIggKaw0AjKSO9sYg9h9ahTQNrVGXoZFk1CxOFIK5k13wUVBbYNR-2t4omToFt2a8xMb"
        + "uss8j1hULQR9--8s95rOAK43GFnfg_e-POifUng5Gtr_RKDs6eM2w_DycsRxhBa8iB46u7eaRUiRhHrBZAeLcmCmhFanxsspNdlB"
        + "Ybv86WVyVuv9aYDlGsYX2yhv12taPJJfGtuWKSPQdw"
    static let token =
        "eyJhbGciOiJSUzI1NiIsImtpZCI6InIxIiwidHlwIjoiYXQrand0In0.eyJpc3MiOiJodHRwczovL2NhaXJuLnRlc3QiLCJhdWQi"
        + "OiJjYWlybiIsImlhdCI6MTc5NTU3MzgwMCwiZXhwIjoxNzk1NTc3NDAwLCJ2aXNpdG9yIjoic3RhZmYiLCJjb2xsZWdlIjoxNywi"
        + "c2NvcGUiOiJjcmVkZW50aWFsLmlzc3VlIn0.D7y-BzLn7BPO-6-i23QXTsF98BiXmbZGIfddDlo0uQc5is4N6n9r6R4EeubZN46B"
        + "tZ2unnP05dG_C2O6Ndr8HsiOBsCcbcmBp3clXS3uJc08mBwO8YbEAK8nA7IMYK9_CC-BfBM46qRYiVn4I7kO5iFBghhIX8yKs9sU"
        + "93QQBtu8tkRWFEMiBTFcTvMk0npc6--NlLCHNZt7nPnvQQhvhll8lc_iyuj98vw3jw1pf8SwuduRXB8Hl2rwFav1PEI3xIK7p4BQ"
        + "wNX2SoncVhgyisJnhciOsdLebbmFhW75hYls92m2sJZGHKRiys--PtgBIbnxCkQ6vFSvbRTK9InQ3w"
}
